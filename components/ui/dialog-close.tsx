"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { X } from "#components/ui/icons.tsx";

/** The cross of a dialog or drawer. Comes last in the page's order, so that focus starts at what the dialog is about. */
export function DialogClose({ onClose, className }: { onClose: () => void; className?: string }) {
  const t = useTexts();
  return (
    <button
      type="button"
      aria-label={t("ui.close")}
      onClick={onClose}
      className={classNames(
        "absolute right-3.5 inline-flex size-7 items-center justify-center rounded-md text-ink-faint transition-colors hover:bg-hover hover:text-ink pointer-coarse:size-9",
        className,
      )}
    >
      <X aria-hidden className="size-4" />
    </button>
  );
}
