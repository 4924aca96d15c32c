"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { ArrowUpDown } from "#components/ui/icons.tsx";

/** Says over the table that a newer order waits, and shows it; nothing moves by itself under the pointer. */
export function ChangesPill({ show, onShow }: { show: boolean; onShow: () => void }) {
  const t = useTexts();
  return (
    <div role="status" className="-translate-x-1/2 absolute top-10 left-1/2 z-10">
      {show ? (
        <button
          type="button"
          onClick={onShow}
          title={t("list.changedHint")}
          className="inline-flex h-8 animate-appear items-center gap-1.5 whitespace-nowrap rounded-full bg-accent px-3 font-medium text-accent-ink text-xs shadow-popup hover:bg-accent-hover"
        >
          <ArrowUpDown aria-hidden className="size-3.5" />
          {t("list.changed")}
        </button>
      ) : null}
    </div>
  );
}
