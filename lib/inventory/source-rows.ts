import "server-only";

import { type Instance, TRANSITIONAL_INSTANCE_STATUSES } from "#lib/domain/instance.ts";
import { type NetworkInterface, TRANSITIONAL_INTERFACE_STATUSES } from "#lib/domain/network-interface.ts";
import { Attachments } from "#lib/inventory/attachments.ts";
import { ObservedRows, type RowWatcher } from "#lib/inventory/observed-rows.ts";
import type { SharedChange } from "#lib/inventory/shared-rows.ts";
import { UnattachedSince } from "#lib/inventory/unattached-since.ts";

export interface RowWatchers {
  instance: RowWatcher<Instance>;
  networkInterface: RowWatcher<NetworkInterface>;
}

/** Ids that a whole reading saw. */
export interface SeenIds {
  instanceIds: ReadonlySet<string>;
  networkInterfaceIds: ReadonlySet<string>;
}

/** The instances and ENIs of one source, each as the newest read showed it, and what follows from them. */
export class SourceRows {
  readonly instances: ObservedRows<Instance>;
  readonly networkInterfaces: ObservedRows<NetworkInterface>;
  readonly unattached = new UnattachedSince();
  /** Which ENI is on which instance; tells the index of every row that changes. */
  readonly attachments: Attachments;
  #revision = 0;

  /** `place`: account and region. */
  constructor(place: string, watchers: RowWatchers) {
    this.attachments = new Attachments(
      place,
      (id) => this.networkInterfaces.get(id),
      (id) => this.unattached.of(id)?.seenSince,
    );
    this.instances = new ObservedRows<Instance>(
      ({ instanceId }) => instanceId,
      ({ status }) => TRANSITIONAL_INSTANCE_STATUSES.includes(status),
      (before, after, at) => {
        this.attachments.instanceChanged(before, after);
        watchers.instance(before, after, at);
      },
    );
    this.networkInterfaces = new ObservedRows<NetworkInterface>(
      ({ networkInterfaceId }) => networkInterfaceId,
      ({ status }) => TRANSITIONAL_INTERFACE_STATUSES.includes(status),
      (before, after, at) => {
        this.attachments.interfaceChanged(before, after);
        watchers.networkInterface(before, after, at);
      },
    );
  }

  /** Grows whenever a row was added, changed or taken out, or something else that rows show has become known. */
  get revision(): number {
    return this.#revision;
  }

  get isMoving(): boolean {
    return this.networkInterfaces.moving.size > 0 || this.instances.moving.size > 0;
  }

  /** Something that rows show has become known. */
  renew(): void {
    this.#revision++;
  }

  layInstances(rows: readonly Instance[], observedAt: number): void {
    this.#lay(this.instances, rows, observedAt);
  }

  layNetworkInterfaces(rows: readonly NetworkInterface[], observedAt: number): void {
    const taken: string[] = [];
    for (const { networkInterfaceId: id, status } of rows) {
      const before = this.networkInterfaces.get(id);
      // An older read tells nothing about now.
      if (before && before.observedAt > observedAt) continue;
      if (status === "Available") this.unattached.sawFree(id, observedAt, before !== undefined);
      else taken.push(id);
    }
    this.#lay(this.networkInterfaces, rows, observedAt);
    // Not sooner: the index takes a row out of its orders by what it was until now.
    for (const id of taken) this.unattached.sawTaken(id);
  }

  /** What a read of these ids showed; one that ECS did not return is taken out. */
  observeInstances(asked: readonly string[], seen: readonly Instance[], observedAt: number): void {
    this.layInstances(seen, observedAt);
    const ids = new Set(seen.map(({ instanceId }) => instanceId));
    this.#miss(this.instances, asked, ids, observedAt);
  }

  observeNetworkInterfaces(
    asked: readonly string[],
    seen: readonly NetworkInterface[],
    observedAt: number,
  ): void {
    this.layNetworkInterfaces(seen, observedAt);
    const ids = new Set(seen.map(({ networkInterfaceId }) => networkInterfaceId));
    this.#miss(this.networkInterfaces, asked, ids, observedAt);
  }

  /** Rows as another replica of this version read them. */
  takeIn({ kind, id, observedAt, value }: SharedChange): void {
    if (kind === "network-interface")
      this.observeNetworkInterfaces([id], value ? [value as NetworkInterface] : [], observedAt);
    else this.observeInstances([id], value ? [value as Instance] : [], observedAt);
  }

  /** Somebody else read everything at `observedAt`, and it was as it is known here. */
  confirm(observedAt: number): void {
    this.instances.confirm(observedAt);
    this.networkInterfaces.confirm(observedAt);
  }

  /** After a whole reading: takes out what it did not see, unless a newer read did. */
  keepOnly({ instanceIds, networkInterfaceIds }: SeenIds, readAt: number): void {
    const instancesWent = this.instances.keepOnly(instanceIds, readAt);
    const interfacesWent = this.networkInterfaces.keepOnly(networkInterfaceIds, readAt);
    this.unattached.keepOnly((id) => this.networkInterfaces.get(id) !== undefined);
    if (instancesWent || interfacesWent) this.#revision++;
  }

  /** Everything, as it would be told to others. */
  *all(): Generator<SharedChange> {
    for (const { value, observedAt } of this.instances.values())
      yield { kind: "instance", id: value.instanceId, observedAt, value };
    for (const { value, observedAt } of this.networkInterfaces.values())
      yield { kind: "network-interface", id: value.networkInterfaceId, observedAt, value };
  }

  #lay<T extends object>(known: ObservedRows<T>, rows: readonly T[], observedAt: number): void {
    let isNews = false;
    for (const row of rows) if (known.lay(row, observedAt)) isNews = true;
    if (isNews) this.#revision++;
  }

  #miss<T extends object>(
    known: ObservedRows<T>,
    asked: readonly string[],
    seen: ReadonlySet<string>,
    observedAt: number,
  ): void {
    let isNews = false;
    for (const id of asked) if (!seen.has(id) && known.miss(id, observedAt)) isNews = true;
    if (isNews) this.#revision++;
  }
}
