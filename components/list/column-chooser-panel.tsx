"use client";

import type { TextKey } from "#components/list/list-column.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { Density } from "#components/ui/table-cell.tsx";

export interface ChoosableColumn {
  id: string;
  title: TextKey;
}

export interface ColumnChooserProps {
  columns: readonly ChoosableColumn[];
  hidden: readonly string[];
  onHiddenChange: (hidden: readonly string[]) => void;
  density: Density;
  onDensityChange: (density: Density) => void;
}

/** A box for each column, and one for how tall rows are. */
export function ColumnChooserPanel({
  columns,
  hidden,
  onHiddenChange,
  density,
  onDensityChange,
}: ColumnChooserProps) {
  const t = useTexts();
  return (
    <>
      <div className="flex flex-col gap-1.5">
        {columns.map((column) => (
          <Checkbox
            key={column.id}
            label={t(column.title)}
            checked={!hidden.includes(column.id)}
            onChange={(event) =>
              onHiddenChange(
                event.target.checked ? hidden.filter((other) => other !== column.id) : [...hidden, column.id],
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
    </>
  );
}
