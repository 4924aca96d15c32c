"use client";

import { memo } from "react";
import type { ListColumn } from "#components/list/list-column.ts";
import { BodyCell } from "#components/list/table-cells.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Density } from "#components/ui/table-cell.tsx";

/** Every row of a virtual table is as tall as every other: two lines of text and the padding of `Table`. */
const ROW_HEIGHT: Record<Density, string> = { compact: "sm:h-11.25", comfortable: "sm:h-13.5" };
/** Two lines, and room for the ring around a control that has the focus. */
const CELL_CONTENT = "min-w-0 sm:max-h-9 sm:overflow-clip sm:[overflow-clip-margin:4px]";

interface PlaceProps {
  /** Its place in the whole list, from 0. */
  index: number;
  density: Density;
  /** The one row that Tab reaches. */
  isStop: boolean;
}

interface VirtualRowProps<Row> extends PlaceProps {
  row: Row;
  /** Those that show: another array draws the row anew. */
  columns: readonly ListColumn<Row>[];
  isSelected: boolean;
}

/** The header is row 1, as screen readers count. */
const rowIndex = (index: number) => index + 2;

function DrawnRow<Row>({ row, columns, index, density, isStop, isSelected }: VirtualRowProps<Row>) {
  return (
    <tr
      data-index={index}
      aria-rowindex={rowIndex(index)}
      aria-selected={isSelected || undefined}
      tabIndex={isStop ? 0 : -1}
      className={ROW_HEIGHT[density]}
    >
      {columns.map((column) => (
        <BodyCell key={column.id} facts={column}>
          <div className={CELL_CONTENT}>{column.cell(row)}</div>
        </BodyCell>
      ))}
    </tr>
  );
}

/** Drawn anew only when what it shows has changed. */
export const VirtualRow = memo(DrawnRow) as typeof DrawnRow;

/** A row that is on its way. */
export function RowToCome({ index, density, isStop, cells }: PlaceProps & { cells: number }) {
  const t = useTexts();
  return (
    <tr
      data-index={index}
      aria-rowindex={rowIndex(index)}
      tabIndex={isStop ? 0 : -1}
      className={classNames(ROW_HEIGHT[density], "max-sm:hidden!")}
    >
      {Array.from({ length: cells }, (_, cell) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike and never move
        <td key={cell} className="px-3">
          {cell === 0 ? <span className="sr-only">{t("list.loading")}</span> : null}
          <Skeleton className="h-3.5 w-3/5" />
        </td>
      ))}
    </tr>
  );
}

/** Stands for rows that are not drawn. Only ever made in the browser: a style that the server wrote would be refused. */
export function Space({ heightPx, cells }: { heightPx: number; cells: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr aria-hidden className="space max-sm:hidden!">
      <td colSpan={cells} style={{ height: heightPx }} />
    </tr>
  );
}
