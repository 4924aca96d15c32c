import "server-only";

import type { Clock } from "#lib/core/clock.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import type { FirstPages } from "#lib/inventory/first-pages.ts";
import { mayListInstances } from "#lib/inventory/may-list-instances.ts";
import { readMoving } from "#lib/inventory/read-moving.ts";
import type { WalkCalls } from "#lib/inventory/refresh-interval.ts";
import type { SourceRows } from "#lib/inventory/source-rows.ts";
import { walkRegion } from "#lib/inventory/walk.ts";

/** An empty list of instances that ECS said is one is not asked about again sooner. */
const BELIEVED_EMPTY_MS = 600_000;

/** How one source is read into its rows: all of it, or what moves. */
export class SourceReading {
  readonly #ecs: EcsClient;
  readonly #regionId: string;
  readonly #clock: Clock;
  /** When ECS last told that an empty list of instances is meant as one. */
  #emptyAllowedAt: number | null = null;

  constructor(ecs: EcsClient, regionId: string, clock: Clock) {
    this.#ecs = ecs;
    this.#regionId = regionId;
    this.#clock = clock;
  }

  /**
   * Walks the region; rows are laid as they come, and what was not seen is taken out at the end. `refusal`: why the list
   * of instances was empty, where that was no answer. `again`: at leisure.
   */
  async whole(
    rows: SourceRows,
    startedAt: number,
    firstPages: FirstPages,
    pace: "first" | "again",
  ): Promise<Result<{ calls: WalkCalls; refusal: EcsFailure | null }, EcsFailure>> {
    const walk = await walkRegion(
      this.#ecs,
      this.#regionId,
      {
        onInstances: (page) => {
          rows.layInstances(page, startedAt);
          firstPages.saw("instances", page.length);
        },
        onNetworkInterfaces: (page) => {
          rows.layNetworkInterfaces(page, startedAt);
          firstPages.saw("network-interfaces", page.length);
        },
      },
      pace,
    );
    if (!walk.ok) return walk;
    const { calls, ...seen } = walk.value;
    const refusal = seen.instanceIds.size === 0 ? await this.#refusalBehindEmpty() : null;
    // What is refused is not gone: the instances that were seen before stay.
    const known = () => new Set([...rows.instances.values()].map(({ value }) => value.instanceId));
    rows.keepOnly(refusal ? { ...seen, instanceIds: known() } : seen, startedAt);
    return ok({ calls, refusal });
  }

  /** Reads again what moves, and nothing else: a region of 100,000 ENIs is not walked for one of them. */
  moving(rows: SourceRows): Promise<void> {
    return readMoving(this.#ecs, this.#regionId, this.#clock, {
      instanceIds: [...rows.instances.moving],
      networkInterfaceIds: [...rows.networkInterfaces.moving],
      onInstances: (asked, seen, at) => rows.observeInstances(asked, seen, at),
      onNetworkInterfaces: (asked, seen, at) => rows.observeNetworkInterfaces(asked, seen, at),
    });
  }

  async #refusalBehindEmpty(): Promise<EcsFailure | null> {
    const now = this.#clock.now();
    if (this.#emptyAllowedAt !== null && now - this.#emptyAllowedAt < BELIEVED_EMPTY_MS) return null;
    const asked = await mayListInstances(this.#ecs, this.#regionId);
    if (asked.ok) this.#emptyAllowedAt = now;
    return asked.ok ? null : asked.error;
  }
}
