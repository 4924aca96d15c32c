import "server-only";

import type { InstancePage, InstanceRow } from "#lib/contract/inventory.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { Instance } from "#lib/domain/instance.ts";
import { byCount, INSTANCE_COUNTS, type InstanceCount } from "#lib/inventory/instance-counts.ts";
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
import type { Observed } from "#lib/inventory/observed-rows.ts";
import { parseSort } from "#lib/inventory/paging.ts";
import { instanceRow } from "#lib/inventory/rows.ts";
import { type Asked, ask } from "#lib/inventory/search-index/asking.ts";
import { BY_ID_ALONE, INSTANCE_COLUMNS, type InstanceSortKey } from "#lib/inventory/search-index/columns.ts";
import { keepMatching, keepValue } from "#lib/inventory/search-index/matching.ts";
import type { View } from "#lib/inventory/search-index/views.ts";
import type { ReadableSource, SeenInventory } from "#lib/inventory/seen-inventory.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import { sourceViews } from "#lib/inventory/source-views.ts";

export interface InstanceEntry {
  source: ReadableSource;
  observed: Observed<Instance>;
}

const INSTANCE_SORTS = (Object.keys(INSTANCE_COLUMNS.sortings) as InstanceSortKey[]).filter(
  (key) => key !== BY_ID_ALONE,
);

/** All instances that match, in order. `query.q` is a checked search. */
export async function instanceListing(
  inventory: SeenInventory,
  query: Partial<ListQuery>,
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

/** The row of an instance as it was seen last. */
export function instanceEntryRow({ source, observed }: InstanceEntry): InstanceRow {
  return instanceRow(source, seenLast(observed, source.instance(observed.value.instanceId)));
}

/** One window of the instances that match. `query.q` is a checked search. */
export async function listInstances(
  inventory: SeenInventory,
  query: ListQuery,
  { language }: Situation,
): Promise<Result<InstancePage, ListFailure>> {
  const listing = await instanceListing(inventory, query);
  if (!listing.ok) return listing;
  const { sources, unlisted } = listing.value;
  return ok({
    ...pageOf(listing.value, query, instanceEntryRow),
    sources: sourceViews(sources, unlisted, language, "instances"),
  });
}
