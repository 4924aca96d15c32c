"use client";

import { useCallback, useState } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { focusPageSearch, type Shortcut, useShortcuts } from "#components/shell/use-shortcuts.ts";
import { Search } from "#components/ui/icons.tsx";
import { KeyHint } from "#components/ui/key-hint.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { usePart } from "#components/ui/use-part.ts";

const fetchPalette = async () => (await import("#components/palette/palette.tsx")).Palette;
const fetchShortcuts = async () => (await import("#components/shell/shortcuts-dialog.tsx")).ShortcutsDialog;

/** Opens the palette and the list of shortcuts, whose code is fetched when they are first wanted; also where the global shortcuts live. */
export function JumpButton() {
  const t = useTexts();
  const [open, setOpen] = useState<"palette" | "list" | null>(null);
  const Palette = usePart(open === "palette", fetchPalette, () => {
    setOpen(null);
    showToast({ id: "palette", tone: "danger", title: t("palette.notLoaded") });
  });
  const Shortcuts = usePart(open === "list", fetchShortcuts, () => {
    setOpen(null);
    showToast({ id: "shortcuts", tone: "danger", title: t("ui.notLoaded") });
  });

  const openPalette = useCallback(() => setOpen("palette"), []);
  const act = useCallback(
    (shortcut: Shortcut) => {
      if (shortcut === "list") setOpen("list");
      else if (shortcut === "palette" || !focusPageSearch()) openPalette();
    },
    [openPalette],
  );
  useShortcuts(act);

  return (
    <>
      <button
        type="button"
        onClick={openPalette}
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        className="inline-flex size-8 items-center justify-center gap-2 rounded-md border-line text-ink-faint text-sm transition-colors hover:border-line-strong hover:text-ink md:w-72 md:justify-start md:border md:bg-surface md:px-2.5 pointer-coarse:h-9"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="sr-only md:not-sr-only md:flex-1 md:text-left">{t("shell.jump")}</span>
        <span className="hidden md:inline-flex">
          <KeyHint keys="Mod+K" />
        </span>
      </button>
      {open === "palette" && Palette ? <Palette onClose={() => setOpen(null)} /> : null}
      {open === "list" && Shortcuts ? <Shortcuts open onOpenChange={() => setOpen(null)} /> : null}
    </>
  );
}
