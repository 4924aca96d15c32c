"use client";

import type { ReactNode } from "react";
import type { ColumnFacts } from "#components/list/list-column.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Td, Th } from "#components/ui/table-cell.tsx";

/** Below 640 px every row becomes a card: heading, then name and value line by line, then its action. */
export const CARDS_WHEN_NARROW = "cards-when-narrow";

const PINNED = "sm:sticky sm:right-0 sm:shadow-[-1px_0_0_var(--color-line)]";

interface HeaderCellProps {
  facts: ColumnFacts;
  /** `field` or `-field`, as in the address. */
  sort: string;
  onSort: ((sort: string) => void) | undefined;
  /** Where the columns' widths do not follow what is in them. */
  fixedWidth?: boolean;
}

export function HeaderCell({ facts, sort, onSort, fixedWidth = false }: HeaderCellProps) {
  const t = useTexts();
  const field = facts.sort;
  const className = classNames(facts.pinned && `${PINNED} z-3!`, fixedWidth && facts.width);
  if (!field || !onSort) {
    return (
      <Th numeric={facts.numeric} className={className}>
        {t(facts.title)}
      </Th>
    );
  }
  const direction = sort === field ? "ascending" : sort === `-${field}` ? "descending" : "none";
  const next = { none: field, ascending: `-${field}`, descending: "" }[direction];
  return (
    <Th numeric={facts.numeric} sort={direction} onSort={() => onSort(next)} className={className}>
      {t(facts.title)}
    </Th>
  );
}

export function BodyCell({ facts, children }: { facts: ColumnFacts; children: ReactNode }) {
  const t = useTexts();
  const { card } = facts;
  return (
    <Td
      numeric={facts.numeric}
      data-label={card ? undefined : t(facts.title)}
      className={classNames(
        facts.pinned && `${PINNED} sm:z-1`,
        card === "hidden" && "max-sm:hidden!",
        card === "heading" && "max-sm:mb-1 max-sm:justify-start!",
        card === "footer" && "max-sm:mt-2",
      )}
    >
      {children}
    </Td>
  );
}
