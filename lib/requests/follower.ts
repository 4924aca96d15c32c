import "server-only";

import { SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import { isoTime } from "#lib/core/clock.ts";
import type { Attempt } from "#lib/domain/detach-request.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { IDS_PER_CALL, readInterfaces } from "#lib/inventory/read-fresh.ts";
import { isLeftBehind } from "#lib/requests/claim.ts";
import type { Desk } from "#lib/requests/desk.ts";
import type { InFlight } from "#lib/requests/in-flight.ts";
import { Leadership } from "#lib/requests/leadership.ts";
import { applyLateLook, applyLook, lastAnsweredAt, seenOf } from "#lib/requests/look.ts";
import { readAbandonedRequests, readOpenRequests } from "#lib/requests/read-requests.ts";
import { recordAnswer, recordNotSent } from "#lib/requests/record.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";

/** How often the list of open requests is gone through; each request has its own, longer, pause between looks. */
const TICK_MS = 500;
/** Between two looks at one ENI: this at first, half as long again each time, up to the longest. */
const FIRST_PAUSE_MS = 1_500;
const LONGEST_PAUSE_MS = 10_000;
/** So many are written at once, which may be one commit. More would keep what a person asks meanwhile waiting. */
const LOOKS_TOGETHER = 8;
/** After this many looks without news an ENI is looked at every 30 s only: stuck ones stay stuck for long. */
const SLOW_PAUSE_MS = 30_000;
const SLOW_AFTER_MS = 15 * 60_000;

/** What a person no longer follows is looked at this often, for a day. */
const LATE_LOOK_MS = 60_000;
const LATE_LOOKS_FOR_MS = 24 * 3_600_000;

const NO_ANSWER_KNOWN = "the process that sent it ended or was held up before an answer was recorded";

interface Watch {
  nextAt: number;
  pauseMs: number;
}

/**
 * Follows open requests by reading their ENIs until the end is seen. It never sends. What it needs is in the
 * database, so it goes on after a restart where it stopped.
 */
export class Follower {
  readonly #desk: Desk;
  readonly #inFlight: InFlight;
  readonly #leadership: Leadership;
  readonly #watches = new Map<string, Watch>();
  #timer: NodeJS.Timeout | null = null;
  #ticking: Promise<void> = Promise.resolve();
  #lateLookAt = 0;

  constructor(desk: Desk, inFlight: InFlight) {
    this.#desk = desk;
    this.#inFlight = inFlight;
    this.#leadership = new Leadership(desk, "follower");
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#ticking = this.#ticking.then(() => this.tick());
    }, TICK_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#ticking;
    await this.#leadership.giveUp();
  }

  /** Looks once at every open request that is due. Never rejects. */
  async tick(): Promise<void> {
    if (!(await this.#leadership.isOurs())) return;
    const open = await this.#desk.store.read(readOpenRequests);
    if (!open.ok) return;
    const alive = new Set(open.value.map(({ id }) => id));
    for (const id of this.#watches.keys()) if (!alive.has(id)) this.#watches.delete(id);
    const idle = open.value.filter(({ id }) => !this.#inFlight.has(id));
    for (const request of idle) {
      if (request.state === "recorded" || request.state === "sending") await this.#pickUp(request);
    }
    const due = idle.filter(
      (request) => request.state !== "recorded" && request.state !== "sending" && this.#isDue(request),
    );
    await Promise.all(byRegion(due).map((group) => this.#look(group)));
    await this.#lookLate();
  }

  async #lookLate(): Promise<void> {
    const now = this.#desk.clock.now();
    if (now < this.#lateLookAt) return;
    this.#lateLookAt = now + LATE_LOOK_MS;
    const since = isoTime(now - LATE_LOOKS_FOR_MS);
    const abandoned = await this.#desk.store.read((db) => readAbandonedRequests(db, since));
    if (!abandoned.ok) return;
    for (const group of byRegion(abandoned.value)) {
      const observedAt = this.#desk.clock.now();
      const read = await this.#readGroup(group);
      if (!read.ok) continue;
      for (const request of group) {
        const seen = seenOf(read.value.get(request.networkInterfaceId));
        await applyLateLook(this.#desk, request, { seen, observedAt });
      }
    }
  }

  #isDue(request: StoredRequest): boolean {
    const now = this.#desk.clock.now();
    const watch = this.#watches.get(request.id);
    if (watch) return now >= watch.nextAt;
    const first = {
      nextAt: Date.parse(request.updatedAt) + this.#desk.settings.firstLookMs,
      pauseMs: FIRST_PAUSE_MS,
    };
    this.#watches.set(request.id, first);
    return now >= first.nextAt;
  }

  #readGroup(group: readonly StoredRequest[]) {
    const { inventory, clock } = this.#desk;
    const { accountId = "", regionId = "" } = group[0] ?? {};
    const ids = group.map(({ networkInterfaceId }) => networkInterfaceId);
    return readInterfaces(inventory, clock, accountId, regionId, ids);
  }

  async #look(group: readonly StoredRequest[]): Promise<void> {
    const observedAt = this.#desk.clock.now();
    const read = await this.#readGroup(group);
    for (const request of group) this.#postpone(request);
    if (read.ok) {
      for (const few of inParts(group, LOOKS_TOGETHER)) {
        await Promise.all(few.map((request) => this.#apply(request, read.value, observedAt)));
      }
    } else {
      const regionId = group[0]?.regionId ?? null;
      this.#desk.log({ level: "warn", event: "request.look-failed", regionId, kind: read.error.kind });
    }
  }

  async #apply(
    request: StoredRequest,
    read: ReadonlyMap<string, NetworkInterface>,
    observedAt: number,
  ): Promise<void> {
    const seen = seenOf(read.get(request.networkInterfaceId));
    const step = await applyLook(this.#desk, request, { seen, observedAt });
    if (step.state !== request.state) this.#watches.delete(request.id);
  }

  #postpone(request: StoredRequest): void {
    const now = this.#desk.clock.now();
    const { pauseMs } = this.#watches.get(request.id) ?? { pauseMs: FIRST_PAUSE_MS };
    const old = now - Date.parse(request.askedAt) > SLOW_AFTER_MS;
    const next = old ? SLOW_PAUSE_MS : Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS);
    // The moment from which InUse is believed: an unknown outcome is not to last longer than it must.
    const settledAt = lastAnsweredAt(request) + this.#desk.settings.settleMs;
    const nextAt = settledAt > now ? Math.min(now + pauseMs, settledAt) : now + pauseMs;
    this.#watches.set(request.id, { nextAt, pauseMs: next });
  }

  /**
   * A request that says it is being sent while nobody is sending it: the process that did has ended, or its claim has
   * run out. If its last attempt was never answered, a byte may have gone out, so the outcome is unknown and the ENI
   * will tell. If the last answer says that ECS executed nothing, that is the end of it.
   */
  async #pickUp(request: StoredRequest): Promise<void> {
    const last = request.attempts.at(-1);
    if (!last || !isLeftBehind(this.#desk, request)) return;
    const { clock, store } = this.#desk;
    const by = { actor: SYSTEM_ACTOR, correlationId: request.correlationId };
    const answeredAt = isoTime(clock.now());
    const lost: Attempt = { ...last, result: "unknown", answeredAt, message: NO_ANSWER_KNOWN };
    const written = await store.write(
      (tx) =>
        last.result === "pending"
          ? recordAnswer(tx, clock, request, lost, { state: "unknown", claim: null }, by)
          : recordNotSent(tx, clock, request, by),
      "ahead",
    );
    if (!written.ok)
      this.#desk.log({ level: "error", event: "request.pick-up-not-recorded", request: request.id });
  }
}

/** Requests of one account and region share a call, up to 100 ENIs each. */
function byRegion(requests: readonly StoredRequest[]): StoredRequest[][] {
  const groups = new Map<string, StoredRequest[]>();
  for (const request of requests) {
    const key = `${request.accountId}/${request.regionId}`;
    groups.set(key, [...(groups.get(key) ?? []), request]);
  }
  return [...groups.values()].flatMap((group) => inParts(group, IDS_PER_CALL));
}

function inParts<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) =>
    all.slice(part * size, (part + 1) * size),
  );
}
