import "server-only";

import type { Clock } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Account, Region } from "#lib/domain/region.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import { InventorySource } from "#lib/inventory/source.ts";

/** How long a list of regions is believed. New regions appear a few times a year. */
const REGIONS_MAX_AGE_MS = 3_600_000;
/** After DescribeRegions failed, wait this long before asking again. */
const REGIONS_RETRY_MS = 5_000;

export interface AccountAccess {
  account: Account;
  ecs: EcsClient;
}

/** Regions of one account as last told, and the failure that kept us from knowing better. */
interface KnownRegions {
  regions: Region[];
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

/**
 * What exists: every account-region pair with what is known of it. Holds no database and no rights;
 * who may see what is asked by the callers. Must not change anything in the cloud.
 */
export class Inventory {
  readonly accounts: readonly Account[];
  readonly #access: ReadonlyMap<string, AccountAccess>;
  readonly #clock: Clock;
  readonly #wanted: "all" | readonly string[];
  readonly #regions = new Map<string, KnownRegions>();
  readonly #asking = new Map<string, Promise<KnownRegions>>();
  readonly #sources = new Map<string, InventorySource>();

  /** `regions`: `all`, or the region ids to look at (ENI_DESK_REGIONS). */
  constructor(access: readonly AccountAccess[], regions: "all" | readonly string[], clock: Clock) {
    this.accounts = access.map(({ account }) => account);
    this.#access = new Map(access.map((each) => [each.account.accountId, each]));
    this.#clock = clock;
    this.#wanted = regions;
  }

  ecsOf(accountId: string): EcsClient | undefined {
    return this.#access.get(accountId)?.ecs;
  }

  accountName(accountId: string): string {
    return this.#access.get(accountId)?.account.name ?? accountId;
  }

  /** The regions of every account, asked once an hour; a failed account keeps its last list beside the failure. */
  async regions(): Promise<AccountRegions[]> {
    return Promise.all(
      this.accounts.map(async (account) => {
        const { regions, failure } = await this.#regionsOf(account.accountId);
        return { account, regions, failure };
      }),
    );
  }

  /** Every source, each with at least one finished walk (or failure) behind it. */
  async sources(): Promise<{ sources: InventorySource[]; unlisted: AccountRegions[] }> {
    const known = await this.regions();
    const sources = known.flatMap(({ account, regions }) =>
      regions.map(({ regionId }) => this.#sourceFor(account, regionId)),
    );
    await Promise.all(sources.map((source) => source.ensure()));
    return {
      sources,
      unlisted: known.filter(({ failure, regions }) => failure !== null && regions.length === 0),
    };
  }

  /** The source of one account and region. A region that DescribeRegions has not named does not exist for us. */
  async source(accountId: string, regionId: string): Promise<Result<InventorySource, SourceMissing>> {
    const access = this.#access.get(accountId);
    if (!access) return err({ kind: "unknown-account" });
    const known = await this.#regionsOf(accountId);
    if (!known.regions.some((region) => region.regionId === regionId)) {
      return err(known.failure ? { kind: "ecs", failure: known.failure } : { kind: "unknown-region" });
    }
    return ok(this.#sourceFor(access.account, regionId));
  }

  #sourceFor(account: Account, regionId: string): InventorySource {
    const key = `${account.accountId}/${regionId}`;
    const existing = this.#sources.get(key);
    if (existing) return existing;
    const ecs = this.ecsOf(account.accountId);
    if (!ecs) throw new Error(`no client for account ${account.accountId}`);
    const source = new InventorySource(account, regionId, ecs, this.#clock);
    this.#sources.set(key, source);
    return source;
  }

  async #regionsOf(accountId: string): Promise<KnownRegions> {
    const known = this.#regions.get(accountId);
    const now = this.#clock.now();
    if (known?.readAt && now - known.readAt < REGIONS_MAX_AGE_MS) return known;
    if (known?.failedAt && now - known.failedAt < REGIONS_RETRY_MS) return known;
    const asking =
      this.#asking.get(accountId) ??
      this.#askRegions(accountId).finally(() => this.#asking.delete(accountId));
    this.#asking.set(accountId, asking);
    return asking;
  }

  async #askRegions(accountId: string): Promise<KnownRegions> {
    const before = this.#regions.get(accountId);
    const answer = await this.ecsOf(accountId)?.describeRegions({ acceptLanguage: "en-US" });
    let known: KnownRegions;
    if (answer?.ok) {
      const wanted = this.#wanted;
      const regions = answer.value.regions.filter(
        ({ regionId }) => wanted === "all" || wanted.includes(regionId),
      );
      known = { regions, readAt: this.#clock.now(), failedAt: null, failure: null };
    } else {
      const failure = answer?.error ?? { kind: "not-sent" as const, cause: "no client for this account" };
      known = { regions: before?.regions ?? [], readAt: null, failedAt: this.#clock.now(), failure };
    }
    this.#regions.set(accountId, known);
    return known;
  }
}
