"use client";

import { useTexts, useTimeZone } from "#components/preferences/preferences-provider.tsx";
import { useNowMs } from "#components/preferences/use-now.ts";
import { exactTime } from "#lib/format/exact-time.ts";
import { timeDistance } from "#lib/format/time-distance.ts";

const DAYS_BEFORE_DATE = 30;

/** "3 min ago", the exact ISO time in the title; the date itself once it is more than 30 days away. */
export function RelativeTime({ iso }: { iso: string }) {
  const t = useTexts();
  const timeZone = useTimeZone();
  const distance = timeDistance(iso, useNowMs());
  let words = exactTime(iso, timeZone);
  if (distance?.kind === "now") words = t("time.now");
  else if (distance && !(distance.unit === "day" && distance.count > DAYS_BEFORE_DATE)) {
    words = t(`time.${distance.kind}.${distance.unit}`, { count: distance.count });
  }
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap">
      {words}
    </time>
  );
}
