import "server-only";

import { allowedPerMinute } from "#lib/ecs/call-limits.ts";

/** Reads a person or a request waits for go `first`; walks fill what is left. */
export type CallPriority = "first" | "walk";

/** What ECS counts calls by. */
export interface CallPlace {
  accountId: string;
  /** Null for the calls that belong to no region. */
  regionId: string | null;
  action: string;
}

export interface BudgetFigure extends CallPlace {
  /** Calls of this process in the last 60 seconds. */
  used: number;
  /** What we allow ourselves in that time. */
  allowed: number;
  /** How long walks still hold back because ECS throttled; 0 when they don't. */
  backOffMs: number;
}

interface Window {
  place: CallPlace;
  /** When the calls of the last minute were made, oldest first. */
  madeAt: number[];
  backOffUntil: number;
  lastBackOffMs: number;
  firstsWaiting: number;
}

const MINUTE_MS = 60_000;
/** A pre-flight is not held up longer by our own economy: then it takes of the half that is not ours. */
const FIRST_WAITS_MS = 2_000;
/** Where ECS does not say how long: this, and twice as long each time it throttles again. */
const BACK_OFF_MS = 5_000;
const LONGEST_BACK_OFF_MS = MINUTE_MS;
/** Between two looks of a walk that lets others go first. */
const LET_PASS_MS = 50;

export interface BudgetTime {
  /** Milliseconds of a clock that nobody sets. */
  now(): number;
  wait(ms: number): Promise<void>;
}

const realTime: BudgetTime = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Keeps the calls of this process within the half of ECS's quota that is ours, for each account, region and action. */
export class CallBudget {
  readonly #time: BudgetTime;
  readonly #windows = new Map<string, Window>();

  constructor(time: BudgetTime = realTime) {
    this.#time = time;
  }

  /** Waits until a read of that priority may be made, and counts it. */
  async enter(place: CallPlace, priority: CallPriority): Promise<void> {
    const window = this.#windowOf(place);
    if (priority === "first") await this.#waitFirst(window);
    else
      for (let ms = this.#walkHeldMs(window); ms > 0; ms = this.#walkHeldMs(window))
        await this.#time.wait(ms);
    window.madeAt.push(this.#time.now());
  }

  /** Counts a call that waits for nothing: a change that a person asked for. */
  count(place: CallPlace): void {
    this.#windowOf(place).madeAt.push(this.#time.now());
  }

  /** ECS would not take the call: walks hold back for as long as it says. */
  throttled(place: CallPlace, retryAfterMs: number | null): void {
    const window = this.#windowOf(place);
    const again = window.lastBackOffMs === 0 ? BACK_OFF_MS : window.lastBackOffMs * 2;
    const ms = Math.min(retryAfterMs ?? again, LONGEST_BACK_OFF_MS);
    window.lastBackOffMs = ms;
    window.backOffUntil = Math.max(window.backOffUntil, this.#time.now() + ms);
  }

  /** ECS took a call: the next throttling begins with a short back-off again. */
  taken(place: CallPlace): void {
    this.#windowOf(place).lastBackOffMs = 0;
  }

  /** Everything that was called in the last minute or is held back. */
  figures(): BudgetFigure[] {
    const now = this.#time.now();
    return [...this.#windows.values()]
      .map((window) => ({
        ...window.place,
        used: this.#usedIn(window),
        allowed: allowedPerMinute(window.place.action).all,
        backOffMs: Math.max(0, Math.ceil(window.backOffUntil - now)),
      }))
      .filter(({ used, backOffMs }) => used > 0 || backOffMs > 0);
  }

  async #waitFirst(window: Window): Promise<void> {
    const { all } = allowedPerMinute(window.place.action);
    const held = this.#untilBelow(window, all);
    if (held === 0) return;
    window.firstsWaiting++;
    await this.#time.wait(Math.min(held, FIRST_WAITS_MS));
    window.firstsWaiting--;
  }

  #walkHeldMs(window: Window): number {
    const backOff = window.backOffUntil - this.#time.now();
    if (backOff > 0) return backOff;
    const held = this.#untilBelow(window, allowedPerMinute(window.place.action).walks);
    return held === 0 && window.firstsWaiting > 0 ? LET_PASS_MS : held;
  }

  /** How long until fewer than so many calls lie within a minute. */
  #untilBelow(window: Window, limit: number): number {
    const used = this.#usedIn(window);
    const mustPass = window.madeAt[used - limit];
    return used < limit || mustPass === undefined ? 0 : Math.max(1, mustPass + MINUTE_MS - this.#time.now());
  }

  #usedIn(window: Window): number {
    const since = this.#time.now() - MINUTE_MS;
    const firstKept = window.madeAt.findIndex((at) => at > since);
    window.madeAt.splice(0, firstKept < 0 ? window.madeAt.length : firstKept);
    return window.madeAt.length;
  }

  #windowOf(place: CallPlace): Window {
    const key = `${place.accountId}/${place.regionId ?? ""}/${place.action}`;
    const known = this.#windows.get(key);
    if (known) return known;
    const window: Window = { place, madeAt: [], backOffUntil: 0, lastBackOffMs: 0, firstsWaiting: 0 };
    this.#windows.set(key, window);
    return window;
  }
}
