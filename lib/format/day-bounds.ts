/**
 * The instants at which a day of a zone begins and the next one does, as ISO 8601 UTC with milliseconds, which is how
 * times are stored. `day` is YYYY-MM-DD and `timeZone` an IANA name, both checked by the caller. On the day a clock is
 * set the two are not 24 hours apart.
 */
export function dayBounds(day: string, timeZone: string): { from: string; to: string } {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return { from: startOfDay(midnight, timeZone), to: startOfDay(midnight + DAY_MS, timeZone) };
}

/** The day that it is in a zone, as YYYY-MM-DD: the Swedish form of a date is ISO's. */
export function dayOf(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(atMs);
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The zone's offset changes at most once around a midnight, so the second guess is the last one. */
function startOfDay(utcMidnightMs: number, timeZone: string): string {
  const guess = utcMidnightMs - offsetMs(utcMidnightMs, timeZone);
  return new Date(utcMidnightMs - offsetMs(guess, timeZone)).toISOString();
}

function offsetMs(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return Date.parse(`${parts.format(atMs).replace(" ", "T")}Z`) - atMs;
}
