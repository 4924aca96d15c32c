"use client";

import { endOfDay, startOfDay } from "#components/audit/day-range.ts";
import { useTexts, useTimeZone } from "#components/preferences/preferences-provider.tsx";
import type { AuditPage } from "#lib/contract/audit.ts";

type Day = NonNullable<AuditPage["days"]>[number];

/** A quarter of a year fits; older days are found by the date filters. */
const MOST_DAYS = 92;
const HEIGHT = 40;
const LEAST_BAR = 3;

interface AuditDaysProps {
  days: readonly Day[];
  /** Called with the beginning of the chosen day and of the next one, ISO 8601 UTC. */
  onChoose: (from: string, to: string) => void;
}

/** How much happened on which day; a day narrows the log to itself. Nothing to compare, nothing to show. */
export function AuditDays({ days, onChoose }: AuditDaysProps) {
  const t = useTexts();
  const timeZone = useTimeZone();
  if (days.length < 2) return null;
  const shown = days.slice(-MOST_DAYS);
  const most = Math.max(...shown.map(({ count }) => count));
  const choose = ({ day }: Day) => {
    const from = startOfDay(day, timeZone);
    const to = endOfDay(day, timeZone);
    if (from !== null && to !== null) onChoose(from, to);
  };
  return (
    <ul
      aria-label={t("audit.days")}
      data-print="none"
      className="mb-4 flex h-14 items-end gap-px overflow-x-auto"
    >
      {shown.map((entry) => (
        <li key={entry.day} className="min-w-2 max-w-8 flex-1">
          <button
            type="button"
            aria-label={t("audit.day", entry)}
            title={t("audit.day", entry)}
            onClick={() => choose(entry)}
            className="group flex h-14 w-full items-end rounded-sm"
          >
            <svg aria-hidden viewBox={`0 0 1 ${HEIGHT}`} preserveAspectRatio="none" className="h-10 w-full">
              <Bar height={Math.max(LEAST_BAR, (entry.count / most) * HEIGHT)} />
            </svg>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Drawn by attributes: the policy lets no style into the page. */
function Bar({ height }: { height: number }) {
  return (
    <rect
      x="0"
      y={HEIGHT - height}
      width="1"
      height={height}
      className="fill-accent/60 group-hover:fill-accent"
    />
  );
}
