"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { Download } from "#components/ui/icons.tsx";
import { usePopup } from "#components/ui/use-popup.ts";
import { type SearchValues, searchString } from "#lib/client/search-string.ts";

interface ExportMenuProps {
  /** Address of the export route. */
  path: string;
  /** Filters and order, as in the page's address. */
  query: SearchValues;
}

/** Everything that the filters match, in the order that shows, as a file. Plain links: the browser saves them. */
export function ExportMenu({ path, query }: ExportMenuProps) {
  const t = useTexts();
  const { opener, panel } = usePopup<HTMLDivElement>("bottom", "end");
  return (
    <span className="max-sm:hidden">
      <button {...opener} className={buttonStyle("secondary", "md")} title={t("list.exportHint")}>
        <Download aria-hidden className="size-4" />
        {t("list.export")}
      </button>
      <div
        {...panel}
        role="dialog"
        aria-label={t("list.export")}
        className="w-44 rounded-lg bg-raised p-2 text-ink shadow-popup open:animate-appear"
      >
        {(["csv", "json"] as const).map((format) => (
          <a
            key={format}
            href={`${path}${searchString({ ...query, format })}`}
            download
            className="block rounded-md px-2 py-1.5 text-sm hover:bg-hover"
          >
            {format.toUpperCase()}
          </a>
        ))}
      </div>
    </span>
  );
}
