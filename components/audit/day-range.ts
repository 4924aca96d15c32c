import { timeParts } from "#lib/format/exact-time.ts";

const DAY_MS = 86_400_000;

/**
 * The moment a day begins in a time zone, as ISO 8601 UTC; null for text that is no date (`2026-11-23`).
 * Found by reading the zone's own clock: no table of offsets could know next year's rules.
 */
export function startOfDay(date: string, timeZone: string): string | null {
  const wantedMs = Date.parse(`${date}T00:00:00.000Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(wantedMs)) return null;
  let atMs = wantedMs;
  // The first step takes the offset out, the second mends it where the offset changed in between.
  for (let step = 0; step < 2; step += 1) {
    const parts = timeParts(new Date(atMs).toISOString(), timeZone);
    if (!parts) return null;
    atMs += wantedMs - Date.parse(`${parts.date}T${parts.clock}.000Z`);
  }
  return new Date(atMs).toISOString();
}

/** The moment after the last of a day: where the next one begins. */
export function endOfDay(date: string, timeZone: string): string | null {
  const startMs = Date.parse(`${date}T00:00:00.000Z`);
  if (Number.isNaN(startMs)) return null;
  return startOfDay(new Date(startMs + DAY_MS).toISOString().slice(0, 10), timeZone);
}

/** The day a moment lies in; `""` for none. */
export function dayOf(iso: string, timeZone: string): string {
  return timeParts(iso, timeZone)?.date ?? "";
}

/** The last day of a range whose end is not included. */
export function lastDayBefore(iso: string, timeZone: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? "" : dayOf(new Date(at - 1).toISOString(), timeZone);
}
