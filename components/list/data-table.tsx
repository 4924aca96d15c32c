"use client";

import { type ListColumn, shownColumns } from "#components/list/list-column.ts";
import { BodyCell, CARDS_WHEN_NARROW, HeaderCell } from "#components/list/table-cells.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import type { Density } from "#components/ui/table-cell.tsx";

interface DataTableProps<Row> {
  /** The table's accessible name. */
  label: string;
  columns: readonly ListColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Ids of columns that do not show. */
  hidden?: readonly string[];
  /** `field` or `-field`, as in the address; sorting is the server's work. */
  sort?: string;
  onSort?: (sort: string) => void;
  density?: Density;
  selectedId?: string;
  /** Data for other filters are on their way; what shows is the last. */
  busy?: boolean;
}

const NONE: readonly string[] = [];

export function DataTable<Row>({
  label,
  columns,
  rows,
  rowId,
  hidden = NONE,
  sort = "",
  onSort,
  density = "comfortable",
  selectedId,
  busy = false,
}: DataTableProps<Row>) {
  const shown = shownColumns(columns, hidden);
  return (
    <Table
      label={label}
      density={density}
      busy={busy}
      className={classNames(CARDS_WHEN_NARROW, busy && "opacity-60 transition-opacity delay-200")}
    >
      <TableHead>
        {shown.map((column) => (
          <HeaderCell key={column.id} facts={column} sort={sort} onSort={onSort} />
        ))}
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const id = rowId(row);
          return (
            <TableRow key={id} id={id} aria-selected={id === selectedId || undefined}>
              {shown.map((column) => (
                <BodyCell key={column.id} facts={column}>
                  {column.cell(row)}
                </BodyCell>
              ))}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
