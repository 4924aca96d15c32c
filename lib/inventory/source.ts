import "server-only";

import type { Clock } from "#lib/core/clock.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import { type Instance, TRANSITIONAL_INSTANCE_STATUSES } from "#lib/domain/instance.ts";
import { type NetworkInterface, TRANSITIONAL_INTERFACE_STATUSES } from "#lib/domain/network-interface.ts";
import type { Account } from "#lib/domain/region.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import { type Observed, ObservedRows } from "#lib/inventory/observed-rows.ts";
import { type Walk, walkRegion } from "#lib/inventory/walk.ts";

/** How old a snapshot may be before a look at it starts a refresh behind the reader's back. */
const CALM_MAX_AGE_MS = 20_000;
/** The same while something in it is on its way from one state to another. */
const MOVING_MAX_AGE_MS = 2_500;
/** After a failed walk, wait this long before asking ECS again. */
const AFTER_FAILURE_MS = 5_000;

export type { Observed };

const NOTHING: Walk = { instanceIds: new Set(), networkInterfaceIds: new Set() };

/**
 * What is known of one account in one region: the last whole walk, newer single reads laid over it, and what went
 * wrong last. Old data stays readable while a newer walk is under way or has failed.
 */
export class InventorySource {
  readonly account: Account;
  readonly regionId: string;
  readonly #ecs: EcsClient;
  readonly #clock: Clock;
  readonly #instances = new ObservedRows<Instance>(
    ({ instanceId }) => instanceId,
    ({ status }) => TRANSITIONAL_INSTANCE_STATUSES.includes(status),
  );
  readonly #networkInterfaces = new ObservedRows<NetworkInterface>(
    ({ networkInterfaceId }) => networkInterfaceId,
    ({ status }) => TRANSITIONAL_INTERFACE_STATUSES.includes(status),
  );
  #revision = 0;
  #walkedAt: number | null = null;
  #failedAt: number | null = null;
  #failure: EcsFailure | null = null;
  #walking: Promise<void> | null = null;

  constructor(account: Account, regionId: string, ecs: EcsClient, clock: Clock) {
    this.account = account;
    this.regionId = regionId;
    this.#ecs = ecs;
    this.#clock = clock;
  }

  get observedAt(): number | null {
    return this.#walkedAt;
  }

  /**
   * Grows whenever a row was added, changed or taken out, and only then: a read that showed what was known moves
   * `observedAt` and leaves this as it is.
   */
  get revision(): number {
    return this.#revision;
  }

  /** Why the last walk failed; null once one has succeeded again. */
  get failure(): EcsFailure | null {
    return this.#failure;
  }

  instances(): IterableIterator<Observed<Instance>> {
    return this.#instances.values();
  }

  networkInterfaces(): IterableIterator<Observed<NetworkInterface>> {
    return this.#networkInterfaces.values();
  }

  instance(instanceId: string): Observed<Instance> | undefined {
    return this.#instances.get(instanceId);
  }

  networkInterface(networkInterfaceId: string): Observed<NetworkInterface> | undefined {
    return this.#networkInterfaces.get(networkInterfaceId);
  }

  /** Waits for the first walk; later calls return at once and refresh in the background when the data is old. */
  async ensure(): Promise<void> {
    if (this.#walkedAt === null && !this.#recentlyFailed()) return this.refresh();
    if (this.#isOld()) void this.refresh();
  }

  /** Walks the region now. Whoever asks meanwhile waits for the same walk. Never rejects: failures are kept. */
  refresh(): Promise<void> {
    this.#walking ??= this.#walk().finally(() => {
      this.#walking = null;
    });
    return this.#walking;
  }

  /** Lays newer single reads over the snapshot; an asked id that ECS did not return is taken out. */
  observe(asked: readonly string[], seen: readonly NetworkInterface[], observedAt: number): void {
    const byId = new Map(seen.map((eni) => [eni.networkInterfaceId, eni]));
    let isNews = false;
    for (const id of asked) {
      const value = byId.get(id);
      const changed = value
        ? this.#networkInterfaces.lay(value, observedAt)
        : this.#networkInterfaces.miss(id, observedAt);
      isNews ||= changed;
    }
    if (isNews) this.#revision++;
  }

  observeInstance(value: Instance, observedAt: number): void {
    if (this.#instances.lay(value, observedAt)) this.#revision++;
  }

  #recentlyFailed(): boolean {
    return this.#failedAt !== null && this.#clock.now() - this.#failedAt < AFTER_FAILURE_MS;
  }

  #isMoving(): boolean {
    return this.#networkInterfaces.moving.size > 0 || this.#instances.moving.size > 0;
  }

  #isOld(): boolean {
    if (this.#recentlyFailed()) return false;
    const age = this.#clock.now() - (this.#walkedAt ?? 0);
    return age > (this.#isMoving() ? MOVING_MAX_AGE_MS : CALM_MAX_AGE_MS);
  }

  async #walk(): Promise<void> {
    const startedAt = this.#clock.now();
    const walk = await walkRegion(this.#ecs, this.regionId, {
      onInstances: (rows) => this.#layPage(this.#instances, rows, startedAt),
      onNetworkInterfaces: (rows) => this.#layPage(this.#networkInterfaces, rows, startedAt),
    });
    if (!walk.ok) {
      // Half of a region that was never read whole would look like all of it.
      if (this.#walkedAt === null) this.#keepOnly(NOTHING, startedAt);
      this.#failure = walk.error;
      this.#failedAt = this.#clock.now();
      return;
    }
    this.#keepOnly(walk.value, startedAt);
    this.#walkedAt = startedAt;
    this.#failure = null;
    this.#failedAt = null;
  }

  #layPage<T extends object>(known: ObservedRows<T>, rows: readonly T[], observedAt: number): void {
    let isNews = false;
    for (const row of rows) if (known.lay(row, observedAt)) isNews = true;
    if (isNews) this.#revision++;
  }

  #keepOnly({ instanceIds, networkInterfaceIds }: Walk, walkStartedAt: number): void {
    const instancesWent = this.#instances.keepOnly(instanceIds, walkStartedAt);
    const interfacesWent = this.#networkInterfaces.keepOnly(networkInterfaceIds, walkStartedAt);
    if (instancesWent || interfacesWent) this.#revision++;
  }
}
