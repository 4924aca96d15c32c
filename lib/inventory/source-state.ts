import "server-only";

import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import { refreshEveryMs, type WalkCalls } from "#lib/inventory/refresh-interval.ts";
import type { SharedState } from "#lib/inventory/shared-snapshot.ts";

/** After a failed walk, wait this long before asking ECS again. */
export const AFTER_FAILURE_MS = 5_000;
/** A source that nobody looks at is read no more often than this, for the log of changes made elsewhere. */
const UNWATCHED_EVERY_MS = 60_000;
/** An open page asks every 30 s; whoever was silent for longer than this looks no more. */
const LOOKS_FOR_MS = 45_000;

const ONE_PAGE_EACH: WalkCalls = { DescribeInstances: 1, DescribeNetworkInterfaces: 1 };

/** When a source was read and looked at last, what came of it, and so when it is due again. Times in ms since 1970. */
export class SourceState {
  /** When the last walk that came to its end began. */
  walkedAt: number | null = null;
  /** The same of a walk whose list of instances was no refusal that looks like an empty list. */
  instancesReadAt: number | null = null;
  /** Why the last walk failed; null once one has succeeded again. */
  failure: EcsFailure | null = null;
  /** What a walk costs. */
  calls: WalkCalls = ONE_PAGE_EACH;
  /** The last whole walk was ours, so that every change since has been noticed here. */
  walkedLast = false;
  #failedAt: number | null = null;
  #lookedAt: number | null = null;

  /** How old the snapshot may become before it is read again; grows with what a walk costs. */
  get refreshEveryMs(): number {
    return refreshEveryMs(this.calls);
  }

  looked(now: number): void {
    this.#lookedAt = now;
  }

  /** `refusal` is of the instances, without which the region can be shown. */
  walked(startedAt: number, { calls, refusal }: { calls: WalkCalls; refusal: EcsFailure | null }): void {
    this.calls = calls;
    this.walkedAt = startedAt;
    if (refusal === null) this.instancesReadAt = startedAt;
    this.failure = refusal;
    this.#failedAt = null;
  }

  failed(failure: EcsFailure, at: number): void {
    this.failure = failure;
    this.#failedAt = at;
  }

  /** Whether another replica has walked since, as the replicas' state says. */
  isBehind(walkedAt: number | null): walkedAt is number {
    return walkedAt !== null && walkedAt > (this.walkedAt ?? 0);
  }

  /** Takes in what other replicas tell of their walks. */
  learn({ walkedAt, failedAt, calls, failure }: SharedState): void {
    if (this.isBehind(walkedAt)) {
      this.walked(walkedAt, { calls: calls ?? ONE_PAGE_EACH, refusal: failure });
      this.walkedLast = false;
    }
    if (failedAt !== null && failedAt > (this.#failedAt ?? 0)) {
      this.#failedAt = failedAt;
      this.failure = failure;
    }
  }

  /** So young that reading it again would tell nothing new. */
  isYoung(now: number): boolean {
    return this.walkedAt !== null && now - this.walkedAt <= this.refreshEveryMs;
  }

  hasJustFailed(now: number): boolean {
    return this.#failedAt !== null && now - this.#failedAt < AFTER_FAILURE_MS;
  }

  /** While somebody looks as often as for many who look, else at intervals, so that changes made elsewhere are noticed. */
  isDue(now: number): boolean {
    const lastTryAt = Math.max(this.walkedAt ?? 0, this.#failedAt ?? 0);
    const isWatched = this.#lookedAt !== null && now - this.#lookedAt < LOOKS_FOR_MS;
    const every = isWatched ? this.refreshEveryMs : Math.max(UNWATCHED_EVERY_MS, this.refreshEveryMs);
    return now - lastTryAt >= every;
  }
}
