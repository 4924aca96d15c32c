import "server-only";

import type { InstancePage, NetworkInterfacePage } from "#lib/contract/inventory.ts";
import type { Instance } from "#lib/domain/instance.ts";
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

export interface ListWindow {
  sort?: string | undefined;
  cursor?: string | undefined;
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

const inScope = (source: ReadableSource, { accountId, regionId }: InstanceQuery) =>
  (accountId === undefined || source.account.accountId === accountId) &&
  (regionId === undefined || source.regionId === regionId);

type InstanceEntry = { source: ReadableSource; observed: Observed<Instance>; counts: InterfaceCounts };

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

/** Instances of all regions that match, sorted over the whole set, one window of them. */
export async function listInstances(
  inventory: SeenInventory,
  query: InstanceQuery,
  situation: Situation,
): Promise<InstancePage> {
  const { sources, unlisted } = await inventory.sources();
  const matchers = searchMatchers(query.q ?? "");
  const entries: InstanceEntry[] = [];
  for (const source of sources.filter((each) => inScope(each, query))) {
    const counts = countByInstance(source, membersByTrunk(source));
    for (const observed of source.instances()) {
      const { value } = observed;
      if (query.status !== undefined && value.status !== query.status) continue;
      if (matchers.length > 0) {
        const searched = searchableInstance(value);
        if (!matchers.every((matches) => matches(searched))) continue;
      }
      entries.push({ source, observed, counts: counts.get(value.instanceId) ?? { all: 0, detachable: 0 } });
    }
  }
  const { key, descending } = parseSort(query.sort, Object.keys(INSTANCE_SORT), "name");
  const keyOf = INSTANCE_SORT[key] ?? (() => "");
  const sorted = sortRows(entries, keyOf, ({ observed }) => observed.value.instanceId, descending);
  const { items, total, cursor } = windowOf(sorted, query.cursor, query.limit);
  return {
    items: items.map(({ source, observed, counts }) => instanceRow(source, observed, counts)),
    total,
    cursor,
    sources: sourceViews(
      sources.filter((each) => inScope(each, query)),
      unlisted,
      situation.language,
    ),
  };
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
  if (circumstanceBlockers({ ...situation, mayAsk, openRequest }).length > 0) return false;
  return detachBlockers(subject).length === 0;
}

function interfaceMatches(
  found: Found,
  query: NetworkInterfaceQuery,
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

/** ENIs of all regions that match, sorted over the whole set, one window of them. */
export async function listNetworkInterfaces(
  inventory: SeenInventory,
  query: NetworkInterfaceQuery,
  situation: Situation,
): Promise<NetworkInterfacePage> {
  const { sources, unlisted } = await inventory.sources();
  const inQuery = sources.filter((each) => inScope(each, query));
  const matchers = searchMatchers(query.q ?? "");
  const matching: Found[] = [];
  for (const source of inQuery) {
    const members = membersByTrunk(source);
    for (const observed of source.networkInterfaces()) {
      const found = { source, members, observed };
      if (interfaceMatches(found, query, matchers, situation)) matching.push(found);
    }
  }
  const { key, descending } = parseSort(query.sort, Object.keys(INTERFACE_SORT), "instanceName");
  const keyOf = INTERFACE_SORT[key] ?? (() => "");
  const sorted = sortRows(matching, keyOf, ({ observed }) => observed.value.networkInterfaceId, descending);
  const { items, total, cursor } = windowOf(sorted, query.cursor, query.limit);
  return {
    items: items.map((found) => networkInterfaceRow(found, situation)),
    total,
    cursor,
    sources: sourceViews(inQuery, unlisted, situation.language),
  };
}
