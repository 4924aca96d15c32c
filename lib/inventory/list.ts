import "server-only";

import type {
  InstancePage,
  InstanceRow,
  NetworkInterfacePage,
  NetworkInterfaceRow,
} from "#lib/contract/inventory.ts";
import { invariant } from "#lib/core/invariant.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { AccountRegions } from "#lib/inventory/inventory.ts";
import { type ListFailure, type Listing, versionOf } from "#lib/inventory/listings.ts";
import { ipv4Order, parseSort, type SortValue, sortRows, windowOf } from "#lib/inventory/paging.ts";
import {
  countByInstance,
  type InterfaceCounts,
  instanceRow,
  networkInterfaceRow,
} from "#lib/inventory/rows.ts";
import { searchableInstance, searchableInterface, searchMatchers } from "#lib/inventory/search.ts";
import type { ReadableSource, SeenInventory } from "#lib/inventory/seen-inventory.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import type { Observed } from "#lib/inventory/source.ts";
import { sourceViews } from "#lib/inventory/source-views.ts";
import { type Found, membersByTrunk, subjectOf } from "#lib/inventory/subject.ts";
import { circumstanceBlockers, detachBlockers } from "#lib/policy/detach-blockers.ts";
import { parseSearch } from "#lib/policy/search-query.ts";

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

/** The question without the window: what decides which rows there are, and in which order. */
function questionOf(
  inventory: SeenInventory,
  { cursor, offset, version, limit, ...filters }: Partial<InstanceQuery>,
  rights: string,
): string {
  return JSON.stringify([inventory.reachKey, filters, rights]);
}

/** A whole listing, and the sources that it was made of. */
export interface Listed<Row> extends Listing<Row> {
  sources: readonly ReadableSource[];
  unlisted: readonly AccountRegions[];
}

function matchersOf(q: string | undefined) {
  const terms = parseSearch(q ?? "");
  invariant(terms.ok, "whoever asks has had the search checked");
  return searchMatchers(terms.value);
}

export type InstanceEntry = { source: ReadableSource; observed: Observed<Instance>; counts: InterfaceCounts };

const INSTANCE_SORT: Record<string, (entry: InstanceEntry) => SortValue> = {
  name: ({ observed }) => observed.value.name,
  instanceId: ({ observed }) => observed.value.instanceId,
  status: ({ observed }) => observed.value.status,
  regionId: ({ observed }) => `${observed.value.regionId} ${observed.value.zoneId}`,
  instanceType: ({ observed }) => observed.value.instanceType,
  primaryPrivateIp: ({ observed }) => ipv4Order(observed.value.primaryPrivateIp),
  networkInterfaceCount: ({ counts }) => counts.all,
  detachableCount: ({ counts }) => counts.detachable,
  createdAt: ({ observed }) => observed.value.createdAt,
};

function matchingInstances(sources: readonly ReadableSource[], query: Partial<InstanceQuery>) {
  const matchers = matchersOf(query.q);
  const rows: InstanceEntry[] = [];
  let unfilteredTotal = 0;
  for (const source of sources) {
    const counts = countByInstance(source, membersByTrunk(source));
    for (const observed of source.instances()) {
      unfilteredTotal += 1;
      const { value } = observed;
      if (query.status !== undefined && value.status !== query.status) continue;
      if (matchers.length > 0) {
        const searched = searchableInstance(value);
        if (!matchers.every((matches) => matches(searched))) continue;
      }
      rows.push({ source, observed, counts: counts.get(value.instanceId) ?? { all: 0, detachable: 0 } });
    }
  }
  const { key, descending } = parseSort(query.sort, Object.keys(INSTANCE_SORT), "name");
  const keyOf = INSTANCE_SORT[key] ?? (() => "");
  return {
    rows: sortRows(rows, keyOf, ({ observed }) => observed.value.instanceId, descending),
    unfilteredTotal,
  };
}

/** The newest sighting of the same row; a row that has changed since stays as the listing has it. */
function seenLast<T>(listed: Observed<T>, newest: Observed<T> | undefined): Observed<T> {
  return newest?.value === listed.value ? newest : listed;
}

/** All instances that match, in order. `query.q` is a checked search. */
export async function instanceListing(
  inventory: SeenInventory,
  query: Omit<InstanceQuery, "limit">,
): Promise<Result<Listed<InstanceEntry>, ListFailure>> {
  const { sources, unlisted } = await inventory.sources();
  const inQuery = sources.filter((each) => inScope(each, query));
  const listing = inventory.instanceListings.answer(
    questionOf(inventory, query, ""),
    { current: versionOf(inventory.maker, inQuery), asked: query.version },
    () => matchingInstances(inQuery, query),
  );
  return listing.ok ? ok({ ...listing.value, sources: inQuery, unlisted }) : listing;
}

/** The row of an instance as it was seen last. */
export function instanceEntryRow({ source, observed, counts }: InstanceEntry): InstanceRow {
  return instanceRow(source, seenLast(observed, source.instance(observed.value.instanceId)), counts);
}

/** One window of the instances that match. `query.q` is a checked search. */
export async function listInstances(
  inventory: SeenInventory,
  query: InstanceQuery,
  { language }: Situation,
): Promise<Result<InstancePage, ListFailure>> {
  const listing = await instanceListing(inventory, query);
  if (!listing.ok) return listing;
  const { rows, version, unfilteredTotal, sources, unlisted } = listing.value;
  const { items, ...place } = windowOf(rows, query);
  return ok({
    items: items.map(instanceEntryRow),
    ...place,
    version,
    unfilteredTotal,
    sources: sourceViews(sources, unlisted, language),
  });
}

/** Sorts after every name: what is attached to nothing comes last. */
const NO_INSTANCE = "\uffff";

/** An instance's ENIs together, its primary one first. */
function byInstance({ source, observed: { value } }: Found): string {
  const name = source.instance(value.instanceId ?? "")?.value.name ?? NO_INSTANCE;
  return `${name} ${value.instanceId ?? ""} ${value.type === "Primary" ? 0 : 1}`;
}

const INTERFACE_SORT: Record<string, (found: Found) => SortValue> = {
  name: ({ observed }) => observed.value.name,
  networkInterfaceId: ({ observed }) => observed.value.networkInterfaceId,
  status: ({ observed }) => observed.value.status,
  type: ({ observed }) => observed.value.type,
  regionId: ({ observed }) => `${observed.value.regionId} ${observed.value.zoneId}`,
  primaryPrivateIp: ({ observed }) => ipv4Order(observed.value.primaryPrivateIp),
  instanceId: ({ observed }) => observed.value.instanceId ?? "",
  instanceName: byInstance,
  vpcId: ({ observed }) => observed.value.vpcId,
  macAddress: ({ observed }) => observed.value.macAddress,
  createdAt: ({ observed }) => observed.value.createdAt,
};

function isDetachable(found: Found, situation: Situation): boolean {
  const openRequest = situation.openRequest(found.observed.value.networkInterfaceId) ?? null;
  const subject = subjectOf(found);
  const mayAsk = situation.mayAsk(subject.networkInterface, subject.instance);
  const readOnlyAccount = situation.isReadOnly(found.source.account.accountId);
  if (circumstanceBlockers({ ...situation, mayAsk, readOnlyAccount, openRequest }).length > 0) return false;
  return detachBlockers(subject).length === 0;
}

function interfaceMatches(
  found: Found,
  query: Partial<NetworkInterfaceQuery>,
  matchers: ReturnType<typeof searchMatchers>,
  situation: Situation,
) {
  const { value } = found.observed;
  if (query.status !== undefined && value.status !== query.status) return false;
  if (query.type !== undefined && value.type !== query.type) return false;
  if (query.instanceId !== undefined && value.instanceId !== query.instanceId) return false;
  if (query.vpcId !== undefined && value.vpcId !== query.vpcId) return false;
  if (matchers.length > 0) {
    const searched = searchableInterface(
      value,
      found.source.instance(value.instanceId ?? "")?.value.name ?? "",
    );
    if (!matchers.every((matches) => matches(searched))) return false;
  }
  return query.detachable === undefined || isDetachable(found, situation) === query.detachable;
}

function matchingInterfaces(
  sources: readonly ReadableSource[],
  query: Partial<NetworkInterfaceQuery>,
  situation: Situation,
) {
  const matchers = matchersOf(query.q);
  const matching: Found[] = [];
  let unfilteredTotal = 0;
  for (const source of sources) {
    const members = membersByTrunk(source);
    for (const observed of source.networkInterfaces()) {
      unfilteredTotal += 1;
      const found = { source, members, observed };
      if (interfaceMatches(found, query, matchers, situation)) matching.push(found);
    }
  }
  const { key, descending } = parseSort(query.sort, Object.keys(INTERFACE_SORT), "instanceName");
  const keyOf = INTERFACE_SORT[key] ?? (() => "");
  return {
    rows: sortRows(matching, keyOf, ({ observed }) => observed.value.networkInterfaceId, descending),
    unfilteredTotal,
  };
}

/** All ENIs that match, in order. `query.q` is a checked search. */
export async function networkInterfaceListing(
  inventory: SeenInventory,
  query: Omit<NetworkInterfaceQuery, "limit">,
  situation: Situation,
): Promise<Result<Listed<Found>, ListFailure>> {
  const { sources, unlisted } = await inventory.sources();
  const inQuery = sources.filter((each) => inScope(each, query));
  const rights = query.detachable === undefined ? "" : situation.rights;
  const listing = inventory.networkInterfaceListings.answer(
    questionOf(inventory, query, rights),
    { current: versionOf(inventory.maker, inQuery), asked: query.version },
    () => matchingInterfaces(inQuery, query, situation),
  );
  return listing.ok ? ok({ ...listing.value, sources: inQuery, unlisted }) : listing;
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
  const { rows, version, unfilteredTotal, sources, unlisted } = listing.value;
  const { items, ...place } = windowOf(rows, query);
  return ok({
    items: items.map((found) => foundRow(found, situation)),
    ...place,
    version,
    unfilteredTotal,
    sources: sourceViews(sources, unlisted, situation.language),
  });
}
