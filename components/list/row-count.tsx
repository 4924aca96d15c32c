"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { count } from "#lib/format/count.ts";

interface RowCountProps {
  /** All rows that match. */
  total: number;
}

/** How many rows match, beside the heading; spoken when a filter changes it. */
export function RowCount({ total }: RowCountProps) {
  const t = useTexts();
  return (
    <span role="status" className="rounded-md bg-sunken px-1.5 py-0.5 text-ink-muted text-xs">
      {t("list.countAll", { total: count(total) })}
    </span>
  );
}
