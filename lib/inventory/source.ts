import "server-only";

import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "#lib/core/clock.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Account } from "#lib/domain/region.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import { type AttachmentObserver, attachmentOf } from "#lib/inventory/attachment-observer.ts";
import type { Attachments } from "#lib/inventory/attachments.ts";
import { FirstPages } from "#lib/inventory/first-pages.ts";
import { InstanceTypes } from "#lib/inventory/instance-types.ts";
import type { Observed, RowWatcher } from "#lib/inventory/observed-rows.ts";
import type { RowKind, SharedChange } from "#lib/inventory/shared-rows.ts";
import type { SharedSnapshot, SharedState } from "#lib/inventory/shared-snapshot.ts";
import { WALK_LEASE_MS } from "#lib/inventory/shared-turns.ts";
import { SourceReading } from "#lib/inventory/source-reading.ts";
import { type SeenIds, SourceRows } from "#lib/inventory/source-rows.ts";
import { SourceSharing } from "#lib/inventory/source-sharing.ts";
import { AFTER_FAILURE_MS, SourceState } from "#lib/inventory/source-state.ts";
import type { UnattachedTime } from "#lib/inventory/unattached-since.ts";
import type { UnattachedTimes } from "#lib/inventory/unattached-times.ts";

/** While something is on its way from one state to another, that alone is read again so often. */
const MOVING_MAX_AGE_MS = 2_500;
/** While another replica walks, this often we look how far it is. */
const OTHERS_WALK_MS = 300;

export type { Observed };

const NOTHING: SeenIds = { instanceIds: new Set(), networkInterfaceIds: new Set() };

export interface SourceCompany {
  /** Shared by all sources. */
  instanceTypes?: InstanceTypes | undefined;
  /** The snapshot that all replicas share; left out where this process is the only one. */
  shared?: SharedSnapshot | undefined;
  /** Who is told of attachments that change. */
  observer?: AttachmentObserver | undefined;
  /** Where it is written down since when ENIs are attached to nothing; left out where only this process shall know. */
  unattachedTimes?: UnattachedTimes | undefined;
}

/**
 * What is known of one account in one region: the last whole walk, newer single reads laid over it, and what went
 * wrong last. Old data stays readable while a newer walk is under way or has failed.
 */
export class InventorySource {
  readonly account: Account;
  readonly regionId: string;
  readonly #ecs: EcsClient;
  readonly #clock: Clock;
  readonly #sharing: SourceSharing | null;
  readonly #observer: AttachmentObserver | undefined;
  readonly #unattachedTimes: UnattachedTimes | undefined;
  readonly #instanceTypes: InstanceTypes;
  readonly #rows: SourceRows;
  readonly #reading: SourceReading;
  readonly #state = new SourceState();
  #walking: Promise<void> | null = null;
  #firstPages = new FirstPages();
  #movingReadAt = 0;
  #readingMoving: Promise<void> | null = null;
  #recalled: Promise<void> | null = null;

  constructor(
    account: Account,
    regionId: string,
    ecs: EcsClient,
    clock: Clock,
    { shared, observer, unattachedTimes, instanceTypes = new InstanceTypes(clock) }: SourceCompany = {},
  ) {
    this.account = account;
    this.regionId = regionId;
    this.#ecs = ecs;
    this.#clock = clock;
    this.#reading = new SourceReading(ecs, regionId, clock);
    this.#observer = observer;
    this.#unattachedTimes = unattachedTimes;
    this.#instanceTypes = instanceTypes;
    this.#sharing =
      shared === undefined
        ? null
        : new SourceSharing(shared, clock, {
            onChanges: (changes) => this.#takeIn(changes),
            onEverything: (ids, walkedAt) =>
              this.#rows.keepOnly({ instanceIds: ids, networkInterfaceIds: ids }, walkedAt),
            onLoss: () => {
              for (const row of this.#rows.all()) this.#sharing?.note(row);
            },
          });
    this.#rows = new SourceRows(`${account.accountId}/${regionId}`, {
      instance: (...change) => this.#instanceChanged(...change),
      networkInterface: (...change) => this.#interfaceChanged(...change),
    });
  }

  get observedAt(): number | null {
    return this.#state.walkedAt;
  }

  /** When the instances were read last, which may be refused where the ENIs are not. */
  get instancesObservedAt(): number | null {
    return this.#state.instancesReadAt;
  }

  /**
   * Grows whenever a row was added, changed or taken out, and only then: a read that showed what was known moves
   * `observedAt` and leaves this as it is.
   */
  get revision(): number {
    return this.#rows.revision;
  }

  /** Which ENI is on which instance; tells the index of every row that changes. */
  get attachments(): Attachments {
    return this.#rows.attachments;
  }

  /** True while the first walk is under way: what can be read is part of the region. */
  get partial(): boolean {
    return this.#state.walkedAt === null && this.#walking !== null && this.#state.failure === null;
  }

  /** True while the region is being read again, by whichever replica. */
  get walking(): boolean {
    return this.#walking !== null;
  }

  /** How old the snapshot may become before it is read again, in milliseconds; grows with what a walk costs. */
  get refreshEveryMs(): number {
    return this.#state.refreshEveryMs;
  }

  /** Why the last walk failed; null once one has succeeded again. */
  get failure(): EcsFailure | null {
    return this.#state.failure;
  }

  instances(): IterableIterator<Observed<Instance>> {
    return this.#rows.instances.values();
  }

  networkInterfaces(): IterableIterator<Observed<NetworkInterface>> {
    return this.#rows.networkInterfaces.values();
  }

  instance(instanceId: string): Observed<Instance> | undefined {
    return this.#rows.instances.get(instanceId);
  }

  networkInterface(networkInterfaceId: string): Observed<NetworkInterface> | undefined {
    return this.#rows.networkInterfaces.get(networkInterfaceId);
  }

  interfacesOn(instanceId: string): readonly Observed<NetworkInterface>[] {
    return this.attachments.interfacesOn(instanceId);
  }

  membersOf(trunkNetworkInterfaceId: string): readonly string[] {
    return this.attachments.membersOf(trunkNetworkInterfaceId);
  }

  /** Since when an ENI has been seen Available, milliseconds since 1970; undefined for any other. */
  unattachedSince(networkInterfaceId: string): UnattachedTime | undefined {
    return this.#rows.unattached.of(networkInterfaceId);
  }

  /** How many ENIs an instance of this type takes, its primary one among them; undefined while it is not known. */
  eniQuantityOf(instanceType: string): number | undefined {
    return this.#instanceTypes.eniQuantityOf(instanceType);
  }

  /** Waits for the whole first walk; later calls return at once and refresh in the background when the data is old. */
  async ensure(): Promise<void> {
    this.#looked();
    if (this.#state.walkedAt === null && !this.#hasJustFailed())
      // A walk after a failure may have to wait for ECS to take calls again; why is known already.
      return this.#state.failure === null ? this.refresh() : this.glimpse(AFTER_FAILURE_MS);
    this.#refreshBehind();
  }

  /** As `ensure`, but of the first walk it waits for the first pages only, and no longer than `atMostMs`. */
  async glimpse(atMostMs: number): Promise<void> {
    this.#looked();
    if (this.#state.walkedAt !== null || this.#hasJustFailed()) return this.#refreshBehind();
    let timer: NodeJS.Timeout | undefined;
    const cap = new Promise<void>((resolve) => {
      if (Number.isFinite(atMostMs)) timer = setTimeout(resolve, atMostMs);
    });
    await Promise.race([this.refresh(), this.#firstPages.arrived, cap]);
    clearTimeout(timer);
  }

  /** Reads the source when it is due. */
  keepUp(): void {
    if (!this.#walking && this.#state.isDue(this.#clock.now())) void this.refresh();
  }

  /** Reads what other replicas have told of the source; nothing where there are none. */
  async pull(): Promise<void> {
    await this.#learn();
  }

  /**
   * Walks the region now, or waits for the replica that does. Whoever asks meanwhile waits for the same walk. Never
   * rejects: failures are kept.
   */
  refresh(): Promise<void> {
    if (this.#walking !== null) return this.#walking;
    this.#firstPages = new FirstPages();
    this.#walking = this.#walkInTurn().finally(() => {
      this.#walking = null;
    });
    return this.#walking;
  }

  /** Lays newer single reads over the snapshot; an asked id that ECS did not return is taken out. */
  observe(asked: readonly string[], seen: readonly NetworkInterface[], observedAt: number): void {
    this.#rows.observeNetworkInterfaces(asked, seen, observedAt);
  }

  observeInstance(value: Instance, observedAt: number): void {
    this.#rows.layInstances([value], observedAt);
  }

  get #place(): { accountId: string; regionId: string } {
    return { accountId: this.account.accountId, regionId: this.regionId };
  }

  /** Told to the other replicas, unless it was they who told. */
  #tell(kind: RowKind, id: string, value: object | undefined, observedAt: number): void {
    this.#sharing?.note({ kind, id, observedAt, value: value ?? null });
  }

  #instanceChanged(...[before, after, observedAt]: Parameters<RowWatcher<Instance>>): void {
    const id = (after ?? before)?.value.instanceId ?? "";
    this.#tell("instance", id, after?.value, observedAt);
  }

  #interfaceChanged(...[before, after, observedAt]: Parameters<RowWatcher<NetworkInterface>>): void {
    const id = (after ?? before)?.value.networkInterfaceId ?? "";
    this.#tell("network-interface", id, after?.value, observedAt);
    // During the first walk everything is new; what it is to be compared with is the observer's business.
    if (this.#state.walkedAt === null || this.#sharing?.isTakingIn) return;
    if (attachmentOf(before?.value) !== attachmentOf(after?.value)) this.#observer?.noticed(this, id);
  }

  #takeIn(changes: readonly SharedChange[]): void {
    for (const change of changes) this.#rows.takeIn(change);
    this.#firstPages.saw("instances", changes.length);
    this.#firstPages.saw("network-interfaces", changes.length);
  }

  /** What the others know; null where there are none, or the database does not answer. */
  async #learn(): Promise<SharedState | null> {
    if (this.#sharing !== null) {
      this.#recalled ??= this.#recall();
      await this.#recalled;
    }
    const state = (await this.#sharing?.pull()) ?? null;
    if (state === null) return null;
    const isBehind = this.#state.isBehind(state.walkedAt);
    if (state.walkedAt !== null && isBehind) this.#rows.confirm(state.walkedAt);
    this.#state.learn(state);
    if (isBehind) void this.#learnTypes();
    return state;
  }

  /** One replica walks for all; the others take in what it reads, and take its place when it is not heard of. */
  async #walkInTurn(): Promise<void> {
    if (this.#sharing === null) return this.#walk();
    for (;;) {
      const state = await this.#learn();
      if (state === null) return this.#walk();
      if (this.#state.isYoung(this.#clock.now()) || this.#hasJustFailed()) return;
      const turn = await this.#sharing.snapshot.turns.take(this.refreshEveryMs);
      if (!turn.ok) return this.#walk();
      if (turn.value) return this.#walkForAll(this.#sharing);
      // It is the turn of the one that walked last; whoever looks next asks again.
      if (!state.beingWalked && state.walkedAt !== null) return;
      await sleep(OTHERS_WALK_MS, undefined, { ref: false });
    }
  }

  async #walkForAll(sharing: SourceSharing): Promise<void> {
    const { turns } = sharing.snapshot;
    const renewing = setInterval(() => void turns.stillWalking(), WALK_LEASE_MS / 4).unref();
    const before = this.#state.walkedAt;
    await this.#walk();
    const told = await sharing.tell();
    clearInterval(renewing);
    // Otherwise the turn runs out, and whoever walks next tells what we could not.
    if (!told) return;
    const { walkedAt, calls, failure } = this.#state;
    if (walkedAt !== null && walkedAt !== before) await turns.walked({ walkedAt, calls, failure });
    else if (failure !== null) await turns.walked({ failure });
  }

  #looked(): void {
    this.#state.looked(this.#clock.now());
  }

  #hasJustFailed(): boolean {
    return this.#state.hasJustFailed(this.#clock.now());
  }

  #refreshBehind(): void {
    if (this.#walking || this.#hasJustFailed()) return;
    const now = this.#clock.now();
    const lastReadAt = Math.max(this.#movingReadAt, this.#state.walkedAt ?? 0);
    if (!this.#state.isYoung(now)) void this.refresh();
    else if (this.#rows.isMoving && now - lastReadAt > MOVING_MAX_AGE_MS) this.#refreshMoving();
  }

  /** Reads again what moves, and nothing else: a region of 100,000 ENIs is not walked for one of them. */
  #refreshMoving(): void {
    this.#movingReadAt = this.#clock.now();
    this.#readingMoving ??= this.#readMovingInTurn().finally(() => {
      this.#readingMoving = null;
    });
  }

  async #readMovingInTurn(): Promise<void> {
    const turn = await this.#sharing?.snapshot.turns.takeToMove(MOVING_MAX_AGE_MS);
    if (turn?.ok && !turn.value) return this.pull();
    await this.#reading.moving(this.#rows);
  }

  /** What is written down of unattached ENIs, before any of them is seen. */
  async #recall(): Promise<void> {
    await this.#unattachedTimes?.recall(this.#place, this.#rows.unattached);
  }

  async #walk(): Promise<void> {
    // After another replica's walks too: that one may have kept what is over by now.
    if (!this.#state.walkedLast) await this.#recall();
    const startedAt = this.#clock.now();
    const pace = this.#state.walkedAt === null ? "first" : "again";
    const walk = await this.#reading.whole(this.#rows, startedAt, this.#firstPages, pace);
    if (!walk.ok) {
      // Half of a region that was never read whole would look like all of it.
      if (this.#state.walkedAt === null) this.#rows.keepOnly(NOTHING, startedAt);
      this.#state.failed(walk.error, this.#clock.now());
      return;
    }
    this.#state.walked(startedAt, walk.value);
    this.#unattachedTimes?.keep(this.#place, this.#rows.unattached);
    this.#observer?.walked(this, !this.#state.walkedLast);
    this.#state.walkedLast = true;
    await this.#learnTypes();
  }

  async #learnTypes(): Promise<void> {
    const types = [...this.#rows.instances.values()].map(({ value }) => value.instanceType);
    if (await this.#instanceTypes.learn(this.#ecs, this.regionId, types)) this.#rows.renew();
  }
}
