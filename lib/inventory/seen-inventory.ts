import "server-only";

import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Account } from "#lib/domain/region.ts";
import type { AccountRegions, Inventory, SourceMissing } from "#lib/inventory/inventory.ts";
import type { InventoryIndex } from "#lib/inventory/search-index/inventory-index.ts";
import type { InventorySource, Observed } from "#lib/inventory/source.ts";
import type { UnattachedTime } from "#lib/inventory/unattached-since.ts";
import type { Reach } from "#lib/policy/reach.ts";

/** What may be read of a source: all of it, or what somebody may see of it. */
export interface ReadableSource
  extends Pick<
    InventorySource,
    | "account"
    | "regionId"
    | "observedAt"
    | "instancesObservedAt"
    | "revision"
    | "partial"
    | "walking"
    | "refreshEveryMs"
    | "failure"
    | "eniQuantityOf"
    | "ensure"
  > {
  instances(): Iterable<Observed<Instance>>;
  networkInterfaces(): Iterable<Observed<NetworkInterface>>;
  instance(instanceId: string): Observed<Instance> | undefined;
  networkInterface(networkInterfaceId: string): Observed<NetworkInterface> | undefined;
  /** The ENIs on an instance, in no order. */
  interfacesOn(instanceId: string): readonly Observed<NetworkInterface>[];
  /** Ids of the member ENIs that hang on a trunk. */
  membersOf(trunkNetworkInterfaceId: string): readonly string[];
  unattachedSince(networkInterfaceId: string): UnattachedTime | undefined;
}

/**
 * The inventory as far as somebody may see it. Lists, searches, counts and pages read only through this, so that what
 * is beyond a person's reach is to them as if it did not exist: the same answers, and no count that tells of it.
 */
export class SeenInventory {
  readonly #inventory: Inventory;
  readonly #reach: Reach;

  constructor(inventory: Inventory, reach: Reach) {
    this.#inventory = inventory;
    this.#reach = reach;
  }

  /** The same for all who see the same. */
  get reachKey(): string {
    return JSON.stringify(this.#reach.scopes);
  }
  /** Of an instance type; undefined while it is not known. */
  readonly eniQuantityOf = (instanceType: string): number | undefined =>
    this.#inventory.instanceTypes.eniQuantityOf(instanceType);

  get maker(): string {
    return this.#inventory.maker;
  }
  get instanceListings() {
    return this.#inventory.instanceListings;
  }
  get networkInterfaceListings() {
    return this.#inventory.networkInterfaceListings;
  }
  /** Of everything: whatever is looked up in it has to be held against `reach`. */
  get index(): InventoryIndex {
    return this.#inventory.index;
  }
  get reach(): Reach {
    return this.#reach;
  }

  async accounts(): Promise<Result<Account[], EcsFailure>> {
    const known = await this.#inventory.accounts();
    return known.ok ? ok(known.value.filter(({ accountId }) => this.#reach.touches(accountId))) : known;
  }

  async regions(): Promise<AccountRegions[]> {
    return this.#within(await this.#inventory.regions());
  }

  async sources(): Promise<{ sources: ReadableSource[]; unlisted: AccountRegions[] }> {
    const { sources, unlisted } = await this.#inventory.sources((accountId, regionId) =>
      this.#reach.touches(accountId, regionId),
    );
    return { sources: sources.map((source) => this.#seen(source)), unlisted: this.#within(unlisted) };
  }

  /** Waits until everything of that place has been read once, or could not be. */
  async ensureAll(place: { accountId?: string | undefined; regionId?: string | undefined }): Promise<void> {
    const { sources } = await this.sources();
    const wanted = sources.filter(
      ({ account, regionId }) =>
        (place.accountId ?? account.accountId) === account.accountId &&
        (place.regionId ?? regionId) === regionId,
    );
    await Promise.all(wanted.map((source) => source.ensure()));
  }

  async source(accountId: string, regionId: string): Promise<Result<ReadableSource, SourceMissing>> {
    if (!this.#reach.touches(accountId, regionId)) return err({ kind: "unknown-region" });
    const found = await this.#inventory.source(accountId, regionId);
    return found.ok ? ok(this.#seen(found.value)) : found;
  }

  /** An account that could not be asked for its name has none yet, and is shown to everyone as a failure. */
  #within(known: readonly AccountRegions[]): AccountRegions[] {
    return known
      .filter(({ account: { accountId } }) => accountId === "" || this.#reach.touches(accountId))
      .map((each) => ({
        ...each,
        regions: each.regions.filter(({ regionId }) => this.#reach.touches(each.account.accountId, regionId)),
      }));
  }

  #seen(source: InventorySource): ReadableSource {
    return this.#reach.scopes === null ? source : new SeenSource(source, this.#reach);
  }
}

class SeenSource implements ReadableSource {
  readonly #source: InventorySource;
  readonly #reach: Reach;

  constructor(source: InventorySource, reach: Reach) {
    this.#source = source;
    this.#reach = reach;
  }

  get account() {
    return this.#source.account;
  }
  get regionId() {
    return this.#source.regionId;
  }
  get observedAt() {
    return this.#source.observedAt;
  }
  get instancesObservedAt() {
    return this.#source.instancesObservedAt;
  }
  get revision() {
    return this.#source.revision;
  }
  get partial() {
    return this.#source.partial;
  }
  get walking() {
    return this.#source.walking;
  }
  get refreshEveryMs() {
    return this.#source.refreshEveryMs;
  }
  get failure() {
    return this.#source.failure;
  }

  eniQuantityOf(instanceType: string): number | undefined {
    return this.#source.eniQuantityOf(instanceType);
  }

  ensure(): Promise<void> {
    return this.#source.ensure();
  }

  instances(): Iterable<Observed<Instance>> {
    return within(this.#source.instances(), this.#reach);
  }

  networkInterfaces(): Iterable<Observed<NetworkInterface>> {
    return within(this.#source.networkInterfaces(), this.#reach);
  }

  instance(instanceId: string): Observed<Instance> | undefined {
    const found = this.#source.instance(instanceId);
    return found && this.#reach.includes(found.value) ? found : undefined;
  }

  networkInterface(networkInterfaceId: string): Observed<NetworkInterface> | undefined {
    const found = this.#source.networkInterface(networkInterfaceId);
    return found && this.#reach.includes(found.value) ? found : undefined;
  }

  interfacesOn(instanceId: string): readonly Observed<NetworkInterface>[] {
    return this.#source.interfacesOn(instanceId).filter(({ value }) => this.#reach.includes(value));
  }

  membersOf(trunkNetworkInterfaceId: string): readonly string[] {
    return this.#source
      .membersOf(trunkNetworkInterfaceId)
      .filter((id) => this.networkInterface(id) !== undefined);
  }

  unattachedSince(networkInterfaceId: string): UnattachedTime | undefined {
    const seen = this.networkInterface(networkInterfaceId);
    return seen && this.#source.unattachedSince(networkInterfaceId);
  }
}

function* within<T extends Instance | NetworkInterface>(
  observed: Iterable<Observed<T>>,
  reach: Reach,
): Generator<Observed<T>> {
  for (const each of observed) if (reach.includes(each.value)) yield each;
}
