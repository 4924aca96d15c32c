"use client";

import { useTimeZone } from "#components/preferences/preferences-provider.tsx";
import { timeParts } from "#lib/format/exact-time.ts";

/** The moment in the reader's time zone, with its offset; the ISO time in the title. For timelines and audit. */
export function ExactTime({
  iso,
  show = "date-and-time",
}: {
  iso: string;
  show?: "date-and-time" | "clock";
}) {
  const parts = timeParts(iso, useTimeZone());
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap">
      {parts ? (show === "clock" ? parts.clock : `${parts.date} ${parts.clock}`) : iso}
    </time>
  );
}
