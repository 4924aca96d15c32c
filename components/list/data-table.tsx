"use client";

import { type ColumnDef, type Header, type RowData, useTable } from "@tanstack/react-table";
import type { ReactNode } from "react";
import { type ColumnFacts, type ListFeatures, listFeatures } from "#components/list/list-features.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { type Density, Table, TableBody, TableHead, TableRow, Td, Th } from "#components/ui/table.tsx";

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

/** Below 640 px every row becomes a card: heading, then name and value line by line, then its action. */
const CARDS_WHEN_NARROW = [
  "max-sm:overflow-visible",
  "max-sm:[&_:is(table,tbody)]:block max-sm:[&_thead]:sr-only",
  "max-sm:[&_tr]:block max-sm:[&_tr]:border-line max-sm:[&_tr]:border-b max-sm:[&_tr]:px-4 max-sm:[&_tr]:py-3 max-sm:[&_tr:last-child]:border-b-0",
  "max-sm:[&_td]:flex max-sm:[&_td]:min-h-7 max-sm:[&_td]:items-center max-sm:[&_td]:justify-between max-sm:[&_td]:gap-4 max-sm:[&_td]:border-0 max-sm:[&_td]:px-0 max-sm:[&_td]:py-0.5",
  "max-sm:[&_td[data-label]]:before:shrink-0 max-sm:[&_td[data-label]]:before:text-ink-faint max-sm:[&_td[data-label]]:before:text-xs max-sm:[&_td[data-label]]:before:content-[attr(data-label)]",
].join(" ");

const PINNED = "sm:sticky sm:right-0 sm:shadow-[-1px_0_0_var(--color-line)]";

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

function HeaderCell<Row extends RowData>({
  header,
  sort,
  onSort,
}: {
  header: Header<ListFeatures, Row, unknown>;
  sort: string;
  onSort: ((sort: string) => void) | undefined;
}) {
  const t = useTexts();
  const facts = header.column.columnDef.meta;
  if (!facts) return <Th />;
  const field = facts.sort;
  if (!field || !onSort) {
    return (
      <Th numeric={facts.numeric} className={facts.pinned ? `${PINNED} z-3!` : undefined}>
        {t(facts.title)}
      </Th>
    );
  }
  const direction = sort === field ? "ascending" : sort === `-${field}` ? "descending" : "none";
  const next = { none: field, ascending: `-${field}`, descending: "" }[direction];
  return (
    <Th numeric={facts.numeric} sort={direction} onSort={() => onSort(next)}>
      {t(facts.title)}
    </Th>
  );
}

function BodyCell({ facts, children }: { facts: ColumnFacts | undefined; children: ReactNode }) {
  const t = useTexts();
  const card = facts?.card;
  return (
    <Td
      numeric={facts?.numeric}
      data-label={facts && !card ? t(facts.title) : undefined}
      className={classNames(
        facts?.pinned && `${PINNED} sm:z-1`,
        card === "hidden" && "max-sm:hidden!",
        card === "heading" && "max-sm:mb-1 max-sm:justify-start!",
        card === "footer" && "max-sm:mt-2",
      )}
    >
      {children}
    </Td>
  );
}
