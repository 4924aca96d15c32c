/** Where time comes from. Injected, so that tests move time instead of waiting. Milliseconds since 1970, UTC. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** ISO 8601 in UTC with milliseconds, as every stored and published time is written. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
