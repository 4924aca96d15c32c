import type { Caller } from "#emulator/pipeline/caller.ts";
import type { EmulatorClock } from "#emulator/world/clock.ts";
import { SeededRandom } from "#emulator/world/random.ts";

/** One change that was made or refused, as the trail keeps it. */
export type TrailEvent = {
  /** Place in the order in which things happened, from 1. */
  readonly seq: number;
  readonly eventId: string;
  readonly eventName: string;
  readonly eventType: "ApiCall" | "ConsoleOperation";
  readonly serviceName: string;
  readonly apiVersion: string;
  readonly regionId: string;
  readonly atMs: number;
  readonly requestId: string;
  readonly params: Readonly<Record<string, string>>;
  /** Ids by resource type, `ACS::ECS::NetworkInterface` and the like. */
  readonly resources: ReadonlyMap<string, readonly string[]>;
  readonly refusal: { readonly code: string; readonly message: string } | undefined;
  readonly sourceIpAddress: string;
  readonly userAgent: string;
  readonly caller: Caller;
};

/** Events kept; the oldest go first. Ours. */
const EVENTS_KEPT = 100_000;
/** LookupEvents answers this often within any second, for one account. */
const CALLS_PER_SECOND = 2;
/** Any number, and not the one of chances: event ids must not change what strikes. */
const ID_SEED = 90_210;

/** Everything that changed or was refused, told only once `lagMs` have passed. */
export class Trail {
  readonly #clock: EmulatorClock;
  readonly #lagMs: number;
  readonly #random = new SeededRandom(ID_SEED);
  readonly #calls = new Map<string, number[]>();
  #events: TrailEvent[] = [];
  #seq = 0;

  constructor(clock: EmulatorClock, lagMs: number) {
    this.#clock = clock;
    this.#lagMs = lagMs;
  }

  record(event: Omit<TrailEvent, "seq" | "eventId" | "atMs">): void {
    this.#seq += 1;
    this.#events.push({ ...event, seq: this.#seq, eventId: this.#random.uuid(), atMs: this.#clock.now() });
    if (this.#events.length > EVENTS_KEPT * 1.1) this.#events = this.#events.slice(-EVENTS_KEPT);
  }

  /** What an account can be told by now, oldest first. */
  delivered(accountId: string): TrailEvent[] {
    const untilMs = this.#clock.now() - this.#lagMs;
    return this.#events.filter((event) => event.atMs <= untilMs && event.caller.accountId === accountId);
  }

  /** Counts one lookup of an account; false when there were too many within a second of the emulator's time. */
  admit(accountId: string): boolean {
    const nowMs = this.#clock.now();
    const recent = (this.#calls.get(accountId) ?? []).filter((atMs) => atMs > nowMs - 1_000 && atMs <= nowMs);
    if (recent.length >= CALLS_PER_SECOND) return false;
    this.#calls.set(accountId, [...recent, nowMs]);
    return true;
  }
}
