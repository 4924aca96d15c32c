"use client";

import type { ChoosableColumn, ColumnChooserProps } from "#components/list/column-chooser-panel.tsx";
import type { ColumnFacts } from "#components/list/list-column.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { Columns3 } from "#components/ui/icons.tsx";
import { usePopupPart } from "#components/ui/use-popup-part.ts";

const fetchPart = async () => (await import("#components/list/column-chooser-panel.tsx")).ColumnChooserPanel;

/** The columns that may be hidden. */
export function choosableColumns(columns: readonly (ColumnFacts & { id: string })[]): ChoosableColumn[] {
  return columns.filter(({ fixed }) => !fixed);
}

/** Which columns show, and how much room a row takes; both are part of the address. */
export function ColumnChooser(props: ColumnChooserProps) {
  const t = useTexts();
  const { opener, panel, Part } = usePopupPart<HTMLFieldSetElement, ColumnChooserProps>({
    id: "column-chooser",
    fetchPart,
    side: "bottom",
    align: "end",
  });
  return (
    <span className="max-sm:hidden">
      <button {...opener} className={buttonStyle("secondary", "md")} title={t("list.columnsHint")}>
        <Columns3 aria-hidden className="size-4" />
        {t("list.columns")}
      </button>
      <fieldset
        {...panel}
        aria-label={t("list.columns")}
        className="w-60 rounded-lg bg-raised p-3 text-ink shadow-popup open:animate-appear"
      >
        {Part ? <Part {...props} /> : null}
      </fieldset>
    </span>
  );
}
