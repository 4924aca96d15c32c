"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { count } from "#lib/format/count.ts";

interface RowCountProps {
  /** All rows that match. */
  total: number;
  /** All there are; left out where that is not known. */
  of?: number;
}

/** How many rows match, and of how many, beside the heading; spoken when a filter changes it. */
export function RowCount({ total, of = total }: RowCountProps) {
  const t = useTexts();
  return (
    <span role="status" className="rounded-md bg-sunken px-1.5 py-0.5 text-ink-muted text-xs">
      {of === total
        ? t("list.countAll", { total: count(total) })
        : t("list.countOf", { total: count(total), all: count(of) })}
    </span>
  );
}
