import "server-only";

import { randomUUID } from "node:crypto";
import type { Clock } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Account, Region } from "#lib/domain/region.ts";
import type { ChangeAccess } from "#lib/ecs/change-role.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import type { AttachmentObserver } from "#lib/inventory/attachment-observer.ts";
import { InstanceTypes } from "#lib/inventory/instance-types.ts";
import { Listings } from "#lib/inventory/listings.ts";
import { RecentReads } from "#lib/inventory/recent-reads.ts";
import { InventoryIndex } from "#lib/inventory/search-index/inventory-index.ts";
import { SeenInventory } from "#lib/inventory/seen-inventory.ts";
import type { SharedSnapshots } from "#lib/inventory/shared-snapshot.ts";
import { InventorySource } from "#lib/inventory/source.ts";
import type { UnattachedTimes } from "#lib/inventory/unattached-times.ts";
import type { Reach } from "#lib/policy/reach.ts";

/** How long a list of regions is believed. New regions appear a few times a year. */
const REGIONS_MAX_AGE_MS = 3_600_000;
/** After a question to ECS failed, wait this long before asking it again. */
const ASK_AGAIN_MS = 5_000;
/** The same while nobody may be looking. */
const KEEP_UP_AGAIN_MS = 60_000;

/** However many pages show one ENI, their polls have it read no more often than this. */
const POLLED_READ_MS = 5_000;

export interface AccountAccess {
  account: Account;
  /** For reads alone. */
  ecs: EcsClient;
  changes: ChangeAccess;
  /** Those of this account to look at; the ones of all accounts where it is left out. */
  regions?: readonly string[] | undefined;
}

/** Finds out whose credentials these are and makes a client for each account. May be asked again after a failure. */
export type FindAccounts = () => Promise<Result<AccountAccess[], EcsFailure>>;

/** Something that was asked, and the failure that kept us from knowing better. */
interface Known<T> {
  value: T;
  readAt: number | null;
  failedAt: number | null;
  failure: EcsFailure | null;
}

export interface AccountRegions {
  account: Account;
  regions: readonly Region[];
  failure: EcsFailure | null;
}

export type SourceMissing =
  | { kind: "unknown-account" }
  | { kind: "unknown-region" }
  | { kind: "ecs"; failure: EcsFailure };

export interface InventoryOptions {
  /** How long the very first list waits for the slowest region's first page, in milliseconds. */
  firstLookMs?: number;
  /** What replicas share; left out where there is one process. */
  shared?: SharedSnapshots | null;
  observer?: AttachmentObserver;
  unattachedTimes?: UnattachedTimes;
}

/** Stands where an account would, while it is not known whose credentials these are. */
const NO_ACCOUNT: Account = { accountId: "", name: "" };

/**
 * What exists: every account-region pair with what is known of it. Holds no database and no rights: what a person may
 * see of it is `seenBy`, and what the guard and the follower need they read past that. Must not change anything in the cloud.
 */
export class Inventory {
  /** Versions of lists made by this process; revisions begin anew with each. */
  readonly maker = randomUUID();
  readonly index = new InventoryIndex();
  readonly instanceListings: Listings<Instance>;
  readonly networkInterfaceListings: Listings<NetworkInterface>;
  /** For pages that poll one ENI. */
  readonly recentReads: RecentReads;
  readonly #findAccounts: FindAccounts;
  readonly #clock: Clock;
  readonly #wanted: "all" | readonly string[];
  readonly #firstLookMs: number;
  readonly #shared: SharedSnapshots | null;
  readonly #observer: AttachmentObserver | undefined;
  readonly #unattachedTimes: UnattachedTimes | undefined;
  readonly instanceTypes: InstanceTypes;
  /** What the other replicas had told of each source when it was read last. */
  #marks: ReadonlyMap<string, string> = new Map();
  #access: Known<ReadonlyMap<string, AccountAccess>> = {
    value: new Map(),
    readAt: null,
    failedAt: null,
    failure: null,
  };
  #finding: Promise<void> | null = null;
  #keepUpFrom = 0;
  readonly #regions = new Map<string, Known<Region[]>>();
  readonly #asking = new Map<string, Promise<Known<Region[]>>>();
  readonly #sources = new Map<string, InventorySource>();

  /** `regions`: `all`, or the region ids to look at (ENI_DESK_REGIONS). */
  constructor(
    findAccounts: FindAccounts,
    regions: "all" | readonly string[],
    clock: Clock,
    {
      firstLookMs = Number.POSITIVE_INFINITY,
      shared = null,
      observer,
      unattachedTimes,
    }: InventoryOptions = {},
  ) {
    this.#findAccounts = findAccounts;
    this.#clock = clock;
    this.#wanted = regions;
    this.#firstLookMs = firstLookMs;
    this.#shared = shared;
    this.#observer = observer;
    this.#unattachedTimes = unattachedTimes;
    this.instanceTypes = new InstanceTypes(clock);
    this.recentReads = new RecentReads(clock, POLLED_READ_MS);
    this.instanceListings = new Listings(clock);
    this.networkInterfaceListings = new Listings(clock);
  }

  /** Undefined for an account that is not ours, and for every account before it is known whose credentials these are. */
  ecsOf(accountId: string): EcsClient | undefined {
    return this.#access.value.get(accountId)?.ecs;
  }

  /** With what the account is changed; undefined as for `ecsOf`. */
  changesOf(accountId: string): ChangeAccess | undefined {
    return this.#access.value.get(accountId)?.changes;
  }

  /** What is known of an account and region, if anything was asked of it yet; asks nothing itself. */
  knownSource(accountId: string, regionId: string): InventorySource | undefined {
    return this.#sources.get(`${accountId}/${regionId}`);
  }

  accountName(accountId: string): string {
    return this.#access.value.get(accountId)?.account.name ?? accountId;
  }

  /** The accounts whose credentials we have; fails until ECS has told once. */
  async accounts(): Promise<Result<Account[], EcsFailure>> {
    const { readAt, failedAt, failure } = this.#access;
    const now = this.#clock.now();
    if (readAt === null && (failedAt === null || failure === null || now - failedAt >= ASK_AGAIN_MS)) {
      this.#finding ??= this.#find().finally(() => {
        this.#finding = null;
      });
      await this.#finding;
    }
    if (this.#access.failure) return err(this.#access.failure);
    return ok([...this.#access.value.values()].map(({ account }) => account));
  }

  /** The regions of every account, asked once an hour; a failed account keeps its last list beside the failure. */
  async regions(): Promise<AccountRegions[]> {
    const accounts = await this.accounts();
    if (!accounts.ok) return [{ account: NO_ACCOUNT, regions: [], failure: accounts.error }];
    return Promise.all(
      accounts.value.map(async (account) => {
        const { value, failure } = await this.#regionsOf(account.accountId);
        return { account, regions: value, failure };
      }),
    );
  }

  /** As far as somebody may see it. Whatever is shown to a person is read through this. */
  seenBy(reach: Reach): SeenInventory {
    return new SeenInventory(this, reach);
  }

  /** Every wanted source. One whose first walk is still under way is `partial`; whoever needs all of it awaits `ensure`. */
  async sources(
    isWanted: (accountId: string, regionId: string) => boolean = () => true,
  ): Promise<{ sources: InventorySource[]; unlisted: AccountRegions[] }> {
    const known = await this.regions();
    const sources = known.flatMap(({ account, regions }) =>
      regions
        .filter(({ regionId }) => isWanted(account.accountId, regionId))
        .flatMap(({ regionId }) => this.#sourceFor(account, regionId) ?? []),
    );
    await Promise.all(sources.map((source) => source.glimpse(this.#firstLookMs)));
    return {
      sources,
      unlisted: known.filter(({ failure, regions }) => failure !== null && regions.length === 0),
    };
  }

  /** The source of one account and region. A region that DescribeRegions has not named does not exist for us. */
  async source(accountId: string, regionId: string): Promise<Result<InventorySource, SourceMissing>> {
    const accounts = await this.accounts();
    if (!accounts.ok) return err({ kind: "ecs", failure: accounts.error });
    const account = accounts.value.find((each) => each.accountId === accountId);
    if (!account) return err({ kind: "unknown-account" });
    const { value, failure } = await this.#regionsOf(accountId);
    const listed = value.some((region) => region.regionId === regionId);
    const source = listed ? this.#sourceFor(account, regionId) : undefined;
    if (source) return ok(source);
    return err(failure ? { kind: "ecs", failure } : { kind: "unknown-region" });
  }

  /** Takes in what other replicas have read since; one question where nothing is new. Never rejects. */
  async pullShared(): Promise<void> {
    const marks = await this.#shared?.marks();
    if (!marks?.ok) return;
    const before = this.#marks;
    this.#marks = marks.value;
    const news = [...this.#sources].filter(([key]) => marks.value.get(key) !== before.get(key));
    await Promise.all(news.map(([, source]) => source.pull()));
  }

  /** Reads every source that has not been read for a while, whether anybody looks or not. Never rejects. */
  async keepUp(): Promise<void> {
    const now = this.#clock.now();
    if (now < this.#keepUpFrom) return;
    const known = await this.regions();
    if (known.some(({ failure }) => failure !== null)) this.#keepUpFrom = now + KEEP_UP_AGAIN_MS;
    for (const { account, regions } of known) {
      for (const { regionId } of regions) this.#sourceFor(account, regionId)?.keepUp();
    }
  }

  async #find(): Promise<void> {
    const found = await this.#findAccounts();
    const now = this.#clock.now();
    if (!found.ok) {
      this.#access = { ...this.#access, failedAt: now, failure: found.error };
      return;
    }
    const value = new Map(found.value.map((each) => [each.account.accountId, each]));
    this.#access = { value, readAt: now, failedAt: null, failure: null };
  }

  #sourceFor(account: Account, regionId: string): InventorySource | undefined {
    const key = `${account.accountId}/${regionId}`;
    const existing = this.#sources.get(key);
    if (existing) return existing;
    const ecs = this.ecsOf(account.accountId);
    if (!ecs) return undefined;
    const source = new InventorySource(account, regionId, ecs, this.#clock, {
      shared: this.#shared?.of(account.accountId, regionId),
      observer: this.#observer,
      unattachedTimes: this.#unattachedTimes,
      instanceTypes: this.instanceTypes,
    });
    this.index.watch(source.attachments);
    this.#sources.set(key, source);
    return source;
  }

  async #regionsOf(accountId: string): Promise<Known<Region[]>> {
    const known = this.#regions.get(accountId);
    const now = this.#clock.now();
    if (known?.readAt && now - known.readAt < REGIONS_MAX_AGE_MS) return known;
    if (known?.failedAt && now - known.failedAt < ASK_AGAIN_MS) return known;
    const asking =
      this.#asking.get(accountId) ??
      this.#askRegions(accountId).finally(() => this.#asking.delete(accountId));
    this.#asking.set(accountId, asking);
    return asking;
  }

  async #askRegions(accountId: string): Promise<Known<Region[]>> {
    const before = this.#regions.get(accountId)?.value ?? [];
    const answer = await this.ecsOf(accountId)?.describeRegions({ acceptLanguage: "en-US" });
    const known = answer?.ok
      ? {
          value: this.#wantedOf(accountId, answer.value.regions),
          readAt: this.#clock.now(),
          failedAt: null,
          failure: null,
        }
      : {
          value: before,
          readAt: null,
          failedAt: this.#clock.now(),
          failure: answer?.error ?? { kind: "not-sent" as const, cause: "no client for this account" },
        };
    this.#regions.set(accountId, known);
    return known;
  }

  #wantedOf(accountId: string, regions: readonly Region[]): Region[] {
    const wanted = this.#access.value.get(accountId)?.regions ?? this.#wanted;
    return regions.filter(({ regionId }) => wanted === "all" || wanted.includes(regionId));
  }
}
