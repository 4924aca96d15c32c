import type { SourceView } from "#lib/contract/inventory.ts";

/** After this a region that was read counts as old: several refreshes of the inventory have failed. */
const OLD_AFTER_MS = 5 * 60_000;

export interface SourceSummary {
  fine: SourceView[];
  /** Not readable now, or not read for a while; their rows may be missing or out of date. */
  doubtful: SourceView[];
  /** Being read for the first time: more rows may come. */
  partial: SourceView[];
}

/** What a list can vouch for, from the account-region pairs it was put together from. */
export function summariseSources(sources: readonly SourceView[], nowMs: number): SourceSummary {
  const isFine = ({ ok, observedAt }: SourceView) =>
    ok && observedAt !== null && nowMs - Date.parse(observedAt) < OLD_AFTER_MS;
  return {
    fine: sources.filter(isFine),
    doubtful: sources.filter((source) => !isFine(source) && !source.partial),
    partial: sources.filter((source) => source.partial),
  };
}

/** When the oldest of the readable regions was seen; ISO 8601. Null when none was. */
export function listObservedAt(sources: readonly SourceView[]): string | null {
  const seen = sources.flatMap(({ ok, observedAt }) => (ok && observedAt ? [observedAt] : []));
  return seen.sort()[0] ?? null;
}

/** The longest interval of all sources, in seconds; undefined while none is known. */
export function listRefreshEveryS(sources: readonly SourceView[]): number | undefined {
  const intervals = sources.flatMap(({ refreshEveryS }) => refreshEveryS ?? []);
  return intervals.length > 0 ? Math.max(...intervals) : undefined;
}

/** One name per source: the region alone where there is one account, else with the account's name. */
export function sourceName(source: SourceView, all: readonly SourceView[]): string {
  const { accountId, accountName, regionId } = source;
  // A whole account whose regions could not be listed has no region.
  if (regionId === "") return accountName === accountId ? accountId : `${accountName} (${accountId})`;
  const accounts = new Set(all.map((each) => each.accountId));
  return accounts.size > 1 ? `${regionId} (${accountName})` : regionId;
}
