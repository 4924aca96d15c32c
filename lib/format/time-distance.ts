export type DistanceUnit = "second" | "minute" | "hour" | "day";

/** How far a moment lies in the past or the future, in the largest unit that fits; `now` within five seconds. */
export type TimeDistance = { kind: "now" } | { kind: "past" | "future"; count: number; unit: DistanceUnit };

const NOW_MS = 5_000;
const UNITS: readonly [DistanceUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];

/** Null for text that is no date. */
export function timeDistance(iso: string, nowMs: number): TimeDistance | null {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return null;
  const distanceMs = Math.abs(nowMs - at);
  if (distanceMs < NOW_MS) return { kind: "now" };
  const [unit, sizeMs] = UNITS.find(([, size]) => distanceMs >= size) ?? ["second", 1_000];
  return { kind: at < nowMs ? "past" : "future", count: Math.floor(distanceMs / sizeMs), unit };
}
