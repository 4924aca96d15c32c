import "server-only";
import type { Family } from "#lib/metrics/exposition.ts";
import { Tally } from "#lib/metrics/tally.ts";

/** What is counted of a call to ECS, as its log line has it. */
export interface CountedCall {
  action: string;
  regionId: string | null;
  result: string;
  skewMs: number;
}

/** What a change came to, in the words of an attempt. */
const SEND_RESULTS: Readonly<Record<string, string>> = {
  answered: "accepted",
  rejected: "refused",
  throttled: "throttled",
  "not-sent": "not-sent",
  "outcome-unknown": "unknown",
};
const CHANGES = ["DetachNetworkInterface", "AttachNetworkInterface"];
/** ECS gave nothing that could be used. */
const OUT_OF_REACH = ["not-sent", "outcome-unknown"];
const MINUTE_MS = 60_000;
const FORGET_FROM = 1_000;
/** A failure that is older says nothing about now. */
const STALE_MS = 5 * MINUTE_MS;

/** What this process has asked of ECS since it started. All of it is lost with the process, as counters are. */
export class CallFigures {
  readonly #calls = new Tally();
  readonly #sends = new Tally();
  #recent: { atMs: number; action: string; region: string }[] = [];
  #forgetAt = FORGET_FROM;
  #last: { atMs: number; result: string } | null = null;
  #skewMs = 0;

  constructor() {
    for (const action of CHANGES) {
      for (const result of Object.values(SEND_RESULTS)) this.#sends.add({ action, result }, 0);
    }
  }

  count({ action, regionId, result, skewMs }: CountedCall, nowMs: number): void {
    const region = regionId ?? "";
    this.#calls.add({ action, region, result });
    if (CHANGES.includes(action)) this.#sends.add({ action, result: SEND_RESULTS[result] ?? result });
    // Reading them forgets too; here it is only so that they do not pile up, and not at every call of a crowd.
    if (this.#recent.length >= this.#forgetAt) {
      this.#forget(nowMs);
      this.#forgetAt = this.#recent.length * 2 + FORGET_FROM;
    }
    this.#recent.push({ atMs: nowMs, action, region });
    this.#last = { atMs: nowMs, result };
    this.#skewMs = skewMs;
  }

  /** How the latest call failed, when it did not reach ECS or got nothing usable in the last five minutes; else null. */
  outOfReach(nowMs: number): string | null {
    if (this.#last === null || nowMs - this.#last.atMs > STALE_MS) return null;
    return OUT_OF_REACH.includes(this.#last.result) ? this.#last.result : null;
  }

  /** How far ECS's clock is ahead of ours; 0 below what its header can tell. */
  get skewMs(): number {
    return this.#skewMs;
  }

  families(nowMs: number): Family[] {
    this.#forget(nowMs);
    const lastMinute = new Map<string, { labels: { action: string; region: string }; value: number }>();
    for (const { action, region } of this.#recent) {
      const key = `${action} ${region}`;
      const known = lastMinute.get(key) ?? { labels: { action, region }, value: 0 };
      lastMinute.set(key, { ...known, value: known.value + 1 });
    }
    return [
      {
        name: "eni_desk_sends_total",
        type: "counter",
        help: "Changes sent to ECS, by what came of each: accepted, refused, throttled, not-sent, unknown.",
        samples: this.#sends.samples,
      },
      {
        name: "eni_desk_ecs_calls_total",
        type: "counter",
        help: "Calls to ECS by action, region and result.",
        samples: this.#calls.samples,
      },
      {
        name: "eni_desk_ecs_calls_last_minute",
        type: "gauge",
        help: "Calls to ECS in the last 60 seconds, to hold against the quota of each action and region.",
        samples: [...lastMinute.values()],
      },
      {
        name: "eni_desk_ecs_clock_offset_seconds",
        type: "gauge",
        help: "How far the clock of ECS is ahead of this process's; 0 below 5 s.",
        samples: [{ value: this.#skewMs / 1_000 }],
      },
    ];
  }

  #forget(nowMs: number): void {
    this.#recent = this.#recent.filter(({ atMs }) => nowMs - atMs < MINUTE_MS);
  }
}
