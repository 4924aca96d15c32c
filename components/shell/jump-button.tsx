"use client";

import { Search } from "lucide-react";
import { type ComponentType, useCallback, useState } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { ShortcutsDialog } from "#components/shell/shortcuts-dialog.tsx";
import { focusPageSearch, type Shortcut, useShortcuts } from "#components/shell/use-shortcuts.ts";
import { KeyHint } from "#components/ui/key-hint.tsx";
import { showToast } from "#components/ui/toast-store.ts";

type PaletteComponent = ComponentType<{ onClose: () => void }>;

/** Opens the palette, whose code is fetched the first time it is wanted; also where the global shortcuts live. */
export function JumpButton() {
  const t = useTexts();
  const [Palette, setPalette] = useState<PaletteComponent | null>(null);
  const [open, setOpen] = useState<"palette" | "list" | null>(null);

  const openPalette = useCallback(() => {
    setOpen("palette");
    import("#components/palette/palette.tsx").then(
      (module) => setPalette(() => module.Palette),
      () => {
        setOpen(null);
        showToast({ id: "palette", tone: "danger", title: t("palette.notLoaded") });
      },
    );
  }, [t]);
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
      <ShortcutsDialog open={open === "list"} onOpenChange={() => setOpen(null)} />
    </>
  );
}
