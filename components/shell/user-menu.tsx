"use client";

import { useId, useRef, useState } from "react";
import { useMe, useTexts } from "#components/preferences/preferences-provider.tsx";
import { placePopup } from "#components/ui/place-popup.ts";
import { showToast } from "#components/ui/toast-store.ts";
import { usePart } from "#components/ui/use-part.ts";

const fetchPanel = async () => (await import("#components/shell/user-menu-panel.tsx")).UserMenuPanel;

/** The button that opens the menu of the person; what is in it is fetched when it opens. */
export function UserMenu() {
  const t = useTexts();
  const { user } = useMe();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const Panel = usePart(open, fetchPanel, () => {
    panel.current?.hidePopover();
    showToast({ id: "user-menu", tone: "danger", title: t("ui.notLoaded") });
  });
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-expanded={open}
        aria-haspopup="dialog"
        aria-label={t("shell.account.of", { name: user.name })}
        data-initials={user.name.slice(0, 2)}
        className="before:content-[attr(data-initials)] inline-flex size-8 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface font-semibold text-2xs text-ink-muted uppercase transition-colors hover:border-control hover:text-ink pointer-coarse:size-9"
      />
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t("shell.account")}
        onToggle={(event) => {
          const shown = event.newState === "open";
          setOpen(shown);
          if (shown && panel.current && button.current)
            placePopup(panel.current, button.current, "bottom", "end");
        }}
        className="w-72 rounded-xl bg-raised text-ink text-sm shadow-popup open:animate-appear"
      >
        {Panel ? <Panel onLeave={() => panel.current?.hidePopover()} /> : null}
      </div>
    </>
  );
}
