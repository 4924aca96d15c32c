import { ecsError } from "#emulator/errors/ecs-error.ts";

const MINUTE_MS = 60_000;

/** Counts calls per minute window, account, region and action, as ECS throttles. */
export class QuotaCounter {
  #minute = 0;
  #counts = new Map<string, number>();

  /** Counts one call, or throws Throttling.User with the time until the next window. */
  count(quotas: ReadonlyMap<string, number>, action: string, accountAndRegion: string, nowMs: number): void {
    const limit = quotas.get(action);
    if (limit === undefined) return;
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#counts = new Map();
    }
    const key = `${accountAndRegion}/${action}`;
    const count = this.#counts.get(key) ?? 0;
    if (count >= limit) throw ecsError("Throttling.User", { retryAfterMs: (minute + 1) * MINUTE_MS - nowMs });
    this.#counts.set(key, count + 1);
  }
}
