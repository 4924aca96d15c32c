"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { CircleHelp } from "#components/ui/icons.tsx";
import { usePopupPart } from "#components/ui/use-popup-part.ts";

const fetchPart = async () => (await import("#components/list/search-help-panel.tsx")).SearchHelpPanel;

/** The search language on one card, beside the box that understands it. */
export function SearchHelp() {
  const t = useTexts();
  const { opener, panel, Part } = usePopupPart<HTMLDivElement, object>({
    id: "search-help",
    fetchPart,
    side: "bottom",
    align: "start",
  });
  return (
    <>
      <button
        {...opener}
        aria-label={t("list.search.help")}
        title={t("list.search.help")}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink pointer-coarse:size-9"
      >
        <CircleHelp aria-hidden className="size-4" />
      </button>
      <div
        {...panel}
        role="dialog"
        aria-label={t("list.search.help")}
        className="w-96 max-w-[calc(100vw-1rem)] rounded-lg bg-raised p-4 text-ink text-sm shadow-popup open:animate-appear"
      >
        {Part ? <Part /> : null}
      </div>
    </>
  );
}
