"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { Bookmark } from "#components/ui/icons.tsx";
import { usePopupPart } from "#components/ui/use-popup-part.ts";
import type { ViewedList } from "#lib/contract/saved-views.ts";

const fetchPart = async () => (await import("#components/saved-views/saved-views-panel.tsx")).SavedViewsPanel;

interface SavedViewsProps {
  list: ViewedList;
  /** The address as it is, behind the question mark; what is no part of a view may be in it. */
  query: string;
}

/** Addresses of this list under names: open one, copy its link, keep the one that shows. Read when first opened. */
export function SavedViews({ list, query }: SavedViewsProps) {
  const t = useTexts();
  const { opener, panel, Part } = usePopupPart<HTMLDivElement, SavedViewsProps>({
    id: "saved-views",
    fetchPart,
    side: "bottom",
    align: "end",
  });
  return (
    <span className="max-sm:hidden">
      <button {...opener} className={buttonStyle("secondary", "md")} title={t("views.hint")}>
        <Bookmark aria-hidden className="size-4" />
        {t("views.title")}
      </button>
      <div
        {...panel}
        role="dialog"
        aria-label={t("views.title")}
        className="w-88 rounded-lg bg-raised p-3 text-ink shadow-popup open:animate-appear"
      >
        {Part ? <Part list={list} query={query} /> : null}
      </div>
    </span>
  );
}
