import "server-only";

import type {
  InstancePage,
  InstanceRow,
  NetworkInterfacePage,
  NetworkInterfaceRow,
} from "#lib/contract/inventory.ts";
import { invariant } from "#lib/core/invariant.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { keepDetachable } from "#lib/inventory/detachable.ts";
import { byCount, INSTANCE_COUNTS, type InstanceCount } from "#lib/inventory/instance-counts.ts";
import type { AccountRegions } from "#lib/inventory/inventory.ts";
import { type ListFailure, type Listing, type Listings, versionOf } from "#lib/inventory/listings.ts";
import { slotOf } from "#lib/inventory/observed-rows.ts";
import { cursorAfter, parseSort, startOf } from "#lib/inventory/paging.ts";
import { instanceRow, networkInterfaceRow } from "#lib/inventory/rows.ts";
import { type Asked, ask } from "#lib/inventory/search-index/asking.ts";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import {
  BY_ID_ALONE,
  INSTANCE_COLUMNS,
  INTERFACE_COLUMNS,
  type InstanceSortKey,
  type InterfaceSortKey,
} from "#lib/inventory/search-index/columns.ts";
import { keepMatching, keepValue } from "#lib/inventory/search-index/matching.ts";
import type { View } from "#lib/inventory/search-index/views.ts";
import type { ReadableSource, SeenInventory } from "#lib/inventory/seen-inventory.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import type { Observed } from "#lib/inventory/source.ts";
import { sourceViews } from "#lib/inventory/source-views.ts";
import type { Found } from "#lib/inventory/subject.ts";
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

export interface InstanceQuery extends ListWindow {
  q?: string | undefined;
  accountId?: string | undefined;
  regionId?: string | undefined;
  status?: string | undefined;
}

export interface NetworkInterfaceQuery extends InstanceQuery {
  instanceId?: string | undefined;
  vpcId?: string | undefined;
  type?: string | undefined;
  /** Only those that may be detached by the person who looks (true), or only the others (false). */
  detachable?: boolean | undefined;
}

const inScope = (source: ReadableSource, { accountId, regionId }: Partial<InstanceQuery>) =>
  (accountId === undefined || source.account.accountId === accountId) &&
  (regionId === undefined || source.regionId === regionId);

/** Of the account and region that are asked for, if any; an account that could not be listed has no region. */
async function sourcesOf(inventory: SeenInventory, query: Partial<InstanceQuery>) {
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
function questionOf(
  inventory: SeenInventory,
  { cursor, offset, version, limit, ...filters }: Partial<InstanceQuery>,
  rights: string,
): string {
  return JSON.stringify([inventory.reachKey, filters, rights]);
}

/** A whole answer, of which rows are taken by their places, and the sources that it was made of. */
export interface Listed<Entry> {
  version: string;
  total: number;
  unfilteredTotal: number;
  window(offset: number, limit: number): Entry[];
  sources: readonly ReadableSource[];
  unlisted: readonly AccountRegions[];
}

function termsOf(q: string | undefined): SearchTerm[] {
  const terms = parseSearch(q ?? "");
  invariant(terms.ok, "whoever asks has had the search checked");
  return terms.value;
}

const placeOf = ({ account, regionId }: ReadableSource) => `${account.accountId}/${regionId}`;

interface Question<T> {
  listings: Listings<T>;
  /** Names everything that decides which rows there are. */
  text: string;
  sources: readonly ReadableSource[];
  asked: string | undefined;
}

/** The kept answer of the version asked for, or the one that `make` makes of what is now. */
async function answer<T>(
  maker: string,
  { listings, text, sources, asked }: Question<T>,
  make: () => Promise<Listing<T>>,
): Promise<Result<Listing<T>, ListFailure>> {
  const current = versionOf(maker, sources);
  const kept = listings.find(text, asked ?? current);
  if (kept) return ok(kept);
  if (asked !== undefined && asked !== current) return err({ kind: "version-expired" });
  const listing = await make();
  listings.keep(text, listing);
  return ok(listing);
}

function listed<T, Entry>(
  { version, slots, rows, hosts, unfilteredTotal }: Listing<T>,
  sources: readonly ReadableSource[],
  entryOf: (source: ReadableSource, observed: Observed<T>) => Entry,
): Omit<Listed<Entry>, "unlisted"> {
  const byPlace = new Map(sources.map((source) => [placeOf(source), source]));
  return {
    version,
    total: slots.total,
    unfilteredTotal,
    sources,
    window: (offset, limit) =>
      slots.window(offset, limit).flatMap((slot) => {
        const [observed, source] = [rows.at(slot), byPlace.get(hosts.at(slot)?.place ?? "")];
        return observed && source ? [entryOf(source, observed)] : [];
      }),
  };
}

export interface InstanceEntry {
  source: ReadableSource;
  observed: Observed<Instance>;
}

const INSTANCE_SORTS = (Object.keys(INSTANCE_COLUMNS.sortings) as InstanceSortKey[]).filter(
  (key) => key !== BY_ID_ALONE,
);
const INTERFACE_SORTS = Object.keys(INTERFACE_COLUMNS.sortings) as InterfaceSortKey[];

/** How far down the list the window ends that is asked for first. */
const depthOf = (query: Partial<ListWindow>) => startOf(query) + (query.limit ?? 0);

const isGrowing = (sources: readonly ReadableSource[]) => sources.some(({ partial }) => partial);

/** All instances that match, in order. `query.q` is a checked search. */
export async function instanceListing(
  inventory: SeenInventory,
  query: Partial<InstanceQuery>,
): Promise<Result<Listed<InstanceEntry>, ListFailure>> {
  const { sources, unlisted } = await sourcesOf(inventory, query);
  const { instances: rows } = inventory.index;
  const terms = termsOf(query.q);
  const sort = parseSort<InstanceSortKey | InstanceCount>(
    query.sort,
    [...INSTANCE_SORTS, ...INSTANCE_COUNTS],
    "name",
  );
  const count = INSTANCE_COUNTS.find((each) => each === sort.key);
  const key = INSTANCE_SORTS.find((each) => each === sort.key) ?? BY_ID_ALONE;
  const asked: Asked<InstanceSortKey> = {
    reach: inventory.reach,
    sort: { key, descending: count === undefined && sort.descending },
    hasWords: terms.length > 0,
    depth: depthOf(query),
    isGrowing: () => isGrowing(sources),
  };
  const text = questionOf(inventory, query, "");
  const question = { listings: inventory.instanceListings, text, sources, asked: query.version };
  const listing = await answer(inventory.maker, question, () => {
    let unfilteredTotal = 0;
    const match = (view: View) => {
      const { found, total } = rows.visible(sources.map(placeOf), view);
      unfilteredTotal = total;
      if (query.status !== undefined) keepValue(found, "status", query.status, rows);
      keepMatching(found, terms, rows, view);
      return { found, total: found.count() };
    };
    return ask(rows, asked, match, (slots) => ({
      version: versionOf(inventory.maker, sources),
      slots: count ? byCount(slots, { count, descending: sort.descending }, inventory) : slots,
      rows: rows.rows.now(),
      hosts: rows.hosts.now(),
      unfilteredTotal,
    }));
  });
  if (!listing.ok) return listing;
  return ok({ ...listed(listing.value, sources, (source, observed) => ({ source, observed })), unlisted });
}

/** The newest sighting of the same row; a row that has changed since stays as the listing has it. */
function seenLast<T>(inList: Observed<T>, newest: Observed<T> | undefined): Observed<T> {
  return newest?.value === inList.value ? newest : inList;
}

/** The row of an instance as it was seen last. */
export function instanceEntryRow({ source, observed }: InstanceEntry): InstanceRow {
  return instanceRow(source, seenLast(observed, source.instance(observed.value.instanceId)));
}

/** One window and where it lies in the whole. */
function pageOf<Entry, Row>(
  { total, version, unfilteredTotal, window }: Listed<Entry>,
  query: ListWindow,
  rowOf: (entry: Entry) => Row,
) {
  const offset = startOf(query);
  const items = window(offset, query.limit).map(rowOf);
  return { items, total, offset, cursor: cursorAfter(offset, items.length, total), version, unfilteredTotal };
}

/** One window of the instances that match. `query.q` is a checked search. */
export async function listInstances(
  inventory: SeenInventory,
  query: InstanceQuery,
  { language }: Situation,
): Promise<Result<InstancePage, ListFailure>> {
  const listing = await instanceListing(inventory, query);
  if (!listing.ok) return listing;
  const { sources, unlisted } = listing.value;
  return ok({
    ...pageOf(listing.value, query, instanceEntryRow),
    sources: sourceViews(sources, unlisted, language),
  });
}

/** All ENIs that match, in order. `query.q` is a checked search. */
export async function networkInterfaceListing(
  inventory: SeenInventory,
  query: Partial<NetworkInterfaceQuery>,
  situation: Situation,
): Promise<Result<Listed<Found>, ListFailure>> {
  const { sources, unlisted } = await sourcesOf(inventory, query);
  const { index } = inventory;
  const { interfaces: rows } = index;
  const terms = termsOf(query.q);
  const asked: Asked<InterfaceSortKey> = {
    reach: inventory.reach,
    sort: parseSort(query.sort, INTERFACE_SORTS, "instanceName"),
    hasWords: terms.length > 0,
    depth: depthOf(query),
    isGrowing: () => isGrowing(sources),
  };
  const rights = query.detachable === undefined ? "" : situation.rights;
  const text = questionOf(inventory, query, rights);
  const question = { listings: inventory.networkInterfaceListings, text, sources, asked: query.version };
  const listing = await answer<NetworkInterface>(inventory.maker, question, () => {
    const bySource = new Map(sources.map((source) => [placeOf(source), source]));
    let unfilteredTotal = 0;
    const match = (view: View) => {
      const { found, total } = rows.visible(sources.map(placeOf), view);
      unfilteredTotal = total;
      if (query.status !== undefined) keepValue(found, "status", query.status, rows);
      if (query.type !== undefined) keepValue(found, "type", query.type, rows);
      if (query.vpcId !== undefined) keepValue(found, "vpc", query.vpcId, rows);
      if (query.instanceId !== undefined) keepOn(query.instanceId, found, sources);
      keepMatching(found, terms, rows, view);
      if (query.detachable !== undefined) {
        keepDetachable(found, query.detachable, { index, view, sources: bySource }, situation);
      }
      return { found, total: found.count() };
    };
    return ask(rows, asked, match, (slots) => ({
      version: versionOf(inventory.maker, sources),
      slots,
      rows: rows.rows.now(),
      hosts: rows.hosts.now(),
      unfilteredTotal,
    }));
  });
  if (!listing.ok) return listing;
  return ok({ ...listed(listing.value, sources, (source, observed) => ({ source, observed })), unlisted });
}

function keepOn(instanceId: string, found: Bitmap, sources: readonly ReadableSource[]): void {
  const attached = new Bitmap();
  for (const source of sources) {
    for (const each of source.interfacesOn(instanceId)) attached.set(slotOf(each));
  }
  found.and(attached);
}

/** The row of an ENI as it was seen last. */
export function foundRow(found: Found, situation: Situation): NetworkInterfaceRow {
  const newest = found.source.networkInterface(found.observed.value.networkInterfaceId);
  return networkInterfaceRow({ ...found, observed: seenLast(found.observed, newest) }, situation);
}

/** One window of the ENIs that match. `query.q` is a checked search. */
export async function listNetworkInterfaces(
  inventory: SeenInventory,
  query: NetworkInterfaceQuery,
  situation: Situation,
): Promise<Result<NetworkInterfacePage, ListFailure>> {
  const listing = await networkInterfaceListing(inventory, query, situation);
  if (!listing.ok) return listing;
  const { sources, unlisted } = listing.value;
  return ok({
    ...pageOf(listing.value, query, (found) => foundRow(found, situation)),
    sources: sourceViews(sources, unlisted, situation.language),
  });
}
