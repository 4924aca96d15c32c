"use client";

import { type ColumnDef, type RowData, useTable } from "@tanstack/react-table";
import { type ListFeatures, listFeatures } from "#components/list/list-features.ts";
import { BodyCell, CARDS_WHEN_NARROW, HeaderCell } from "#components/list/table-cells.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { type Density, Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";

interface DataTableProps<Row extends RowData> {
  /** The table's accessible name. */
  label: string;
  /** From module level: a new array on every render would build the table anew each time. */
  columns: readonly ColumnDef<ListFeatures, Row, unknown>[];
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

export function DataTable<Row extends RowData>({
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
  const table = useTable({
    features: listFeatures,
    columns,
    data: rows,
    getRowId: rowId,
    state: { columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])) },
  });
  return (
    <Table
      label={label}
      density={density}
      busy={busy}
      className={classNames(CARDS_WHEN_NARROW, busy && "opacity-60 transition-opacity delay-200")}
    >
      <TableHead>
        {table.getHeaderGroups()[0]?.headers.map((header) => (
          <HeaderCell key={header.id} header={header} sort={sort} onSort={onSort} />
        ))}
      </TableHead>
      <TableBody>
        {table.getRowModel().rows.map((row) => (
          <TableRow key={row.id} id={row.id} aria-selected={row.id === selectedId || undefined}>
            {row.getVisibleCells().map((cell) => (
              <BodyCell key={cell.id} facts={cell.column.columnDef.meta}>
                <table.FlexRender cell={cell} />
              </BodyCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
