import "server-only";

import { invariant } from "#lib/core/invariant.ts";
import { startOf } from "#lib/inventory/paging.ts";
import type { ReadableSource, SeenInventory } from "#lib/inventory/seen-inventory.ts";
import { parseSearch, type SearchTerm } from "#lib/policy/search-query.ts";

export interface ListWindow {
  sort?: string | undefined;
  cursor?: string | undefined;
  /** Where the window starts, from 0; goes before the cursor. */
  offset?: number | undefined;
  /** Of an answer that this window has to fit to. */
  version?: string | undefined;
  limit: number;
}

/** What both lists can be asked for. */
export interface ListQuery extends ListWindow {
  q?: string | undefined;
  accountId?: string | undefined;
  regionId?: string | undefined;
  status?: string | undefined;
}

const inScope = (source: ReadableSource, { accountId, regionId }: Partial<ListQuery>) =>
  (accountId === undefined || source.account.accountId === accountId) &&
  (regionId === undefined || source.regionId === regionId);

/** Of the account and region that are asked for, if any; an account that could not be listed has no region. */
export async function sourcesOf(inventory: SeenInventory, query: Partial<ListQuery>) {
  const { sources, unlisted } = await inventory.sources();
  return {
    sources: sources.filter((each) => inScope(each, query)),
    // Which account it is that could not even be named, nobody knows: it may be the one that is asked for.
    unlisted: unlisted.filter(
      ({ account: { accountId } }) =>
        query.accountId === undefined || accountId === query.accountId || accountId === "",
    ),
  };
}

/** The question without the window: what decides which rows there are, and in which order. */
export function questionOf(
  inventory: SeenInventory,
  { cursor, offset, version, limit, ...filters }: Partial<ListQuery>,
  rights: string,
): string {
  return JSON.stringify([inventory.reachKey, filters, rights]);
}

export function termsOf(q: string | undefined): SearchTerm[] {
  const terms = parseSearch(q ?? "");
  invariant(terms.ok, "whoever asks has had the search checked");
  return terms.value;
}

export const placeOf = ({ account, regionId }: ReadableSource) => `${account.accountId}/${regionId}`;

/** How far down the list the window ends that is asked for first. */
export const depthOf = (query: Partial<ListWindow>) => startOf(query) + (query.limit ?? 0);

export const isGrowing = (sources: readonly ReadableSource[]) => sources.some(({ partial }) => partial);
