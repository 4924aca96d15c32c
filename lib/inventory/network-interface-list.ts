import "server-only";

import type { NetworkInterfacePage, NetworkInterfaceRow } from "#lib/contract/inventory.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { keepDetachable } from "#lib/inventory/detachable.ts";
import { answer, type Listed, listed, pageOf, seenLast } from "#lib/inventory/list-answer.ts";
import {
  depthOf,
  isGrowing,
  type ListQuery,
  placeOf,
  questionOf,
  sourcesOf,
  termsOf,
} from "#lib/inventory/list-question.ts";
import { type ListFailure, versionOf } from "#lib/inventory/listings.ts";
import { slotOf } from "#lib/inventory/observed-rows.ts";
import { parseSort } from "#lib/inventory/paging.ts";
import { networkInterfaceRow } from "#lib/inventory/rows.ts";
import { type Asked, ask } from "#lib/inventory/search-index/asking.ts";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { INTERFACE_COLUMNS, type InterfaceSortKey } from "#lib/inventory/search-index/columns.ts";
import { keepMatching, keepValue } from "#lib/inventory/search-index/matching.ts";
import type { View } from "#lib/inventory/search-index/views.ts";
import type { ReadableSource, SeenInventory } from "#lib/inventory/seen-inventory.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import { sourceViews } from "#lib/inventory/source-views.ts";
import type { Found } from "#lib/inventory/subject.ts";

export interface NetworkInterfaceQuery extends ListQuery {
  instanceId?: string | undefined;
  vpcId?: string | undefined;
  type?: string | undefined;
  /** Only those that may be detached by the person who looks (true), or only the others (false). */
  detachable?: boolean | undefined;
}

const INTERFACE_SORTS = Object.keys(INTERFACE_COLUMNS.sortings) as InterfaceSortKey[];

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
    sources: sourceViews(sources, unlisted, situation.language, "network-interfaces"),
  });
}
