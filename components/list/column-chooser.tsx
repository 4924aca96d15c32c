"use client";

import type { ColumnFacts, TextKey } from "#components/list/list-column.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Columns3 } from "#components/ui/icons.tsx";
import type { Density } from "#components/ui/table.tsx";
import { usePopup } from "#components/ui/use-popup.ts";

interface ChoosableColumn {
  id: string;
  title: TextKey;
}

interface ColumnChooserProps {
  columns: readonly ChoosableColumn[];
  hidden: readonly string[];
  onHiddenChange: (hidden: readonly string[]) => void;
  density: Density;
  onDensityChange: (density: Density) => void;
}

/** The columns that may be hidden. */
export function choosableColumns(columns: readonly (ColumnFacts & { id: string })[]): ChoosableColumn[] {
  return columns.filter(({ fixed }) => !fixed);
}

/** Which columns show, and how much room a row takes; both are part of the address. */
export function ColumnChooser({
  columns,
  hidden,
  onHiddenChange,
  density,
  onDensityChange,
}: ColumnChooserProps) {
  const t = useTexts();
  const { opener, panel } = usePopup<HTMLFieldSetElement>("bottom", "end");
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
        <div className="flex flex-col gap-1.5">
          {columns.map((column) => (
            <Checkbox
              key={column.id}
              label={t(column.title)}
              checked={!hidden.includes(column.id)}
              onChange={(event) =>
                onHiddenChange(
                  event.target.checked
                    ? hidden.filter((other) => other !== column.id)
                    : [...hidden, column.id],
                )
              }
            />
          ))}
        </div>
        <div className="mt-3 border-line border-t pt-3">
          <Checkbox
            label={t("list.compact")}
            checked={density === "compact"}
            onChange={(event) => onDensityChange(event.target.checked ? "compact" : "comfortable")}
          />
        </div>
      </fieldset>
    </span>
  );
}
