import "server-only";

import { invariant } from "#lib/core/invariant.ts";
import { slotOf } from "#lib/inventory/observed-rows.ts";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import type { InventoryIndex } from "#lib/inventory/search-index/inventory-index.ts";
import { keepValue } from "#lib/inventory/search-index/matching.ts";
import type { View } from "#lib/inventory/search-index/views.ts";
import type { ReadableSource } from "#lib/inventory/seen-inventory.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import { type Found, subjectOf } from "#lib/inventory/subject.ts";
import { circumstanceBlockers, detachBlockers } from "#lib/policy/detach-blockers.ts";

export interface Looking {
  index: InventoryIndex;
  view: View;
  /** By account and region. */
  sources: ReadonlyMap<string, ReadableSource>;
}

/** The ENI of a slot as somebody finds it. */
export function foundAt(slot: number, { index, sources }: Omit<Looking, "view">): Found {
  const [observed, host] = [index.interfaces.rows.at(slot), index.interfaces.hosts.at(slot)];
  const source = sources.get(host?.place ?? "");
  invariant(observed !== null && source !== undefined, "only rows of these sources are looked at");
  return { source, observed };
}

/** Keeps of `found` those that this person may have detached now, or only the others. */
export function keepDetachable(found: Bitmap, wanted: boolean, looking: Looking, situation: Situation): void {
  const offered = offeredAmong(found, looking, situation);
  if (wanted) found.and(offered);
  else found.andNot(offered);
}

function offeredAmong(found: Bitmap, looking: Looking, situation: Situation): Bitmap {
  const { observeOnly, sendingStopped, allBut } = situation;
  const best = { mayAsk: true, readOnlyAccount: false, openRequest: null };
  const stopped = circumstanceBlockers({ observeOnly, sendingStopped, ...best });
  if (stopped.length > 0) return new Bitmap();
  const offered = detachableAmong(found, looking);
  if (allBut === undefined) {
    for (const slot of offered.slots()) {
      if (!isOffered(foundAt(slot, looking), situation)) offered.unset(slot);
    }
    return offered;
  }
  for (const [place, source] of looking.sources) {
    if (situation.isReadOnly(source.account.accountId)) {
      const readOnly = new Bitmap();
      looking.index.interfaces.places.addTo(readOnly, place);
      offered.andNot(readOnly);
    }
    for (const id of allBut) {
      const observed = source.networkInterface(id);
      if (observed) offered.unset(slotOf(observed));
    }
  }
  return offered;
}

/** Those that ECS would detach, as far as can be seen: of a hidden instance, or a hidden member, nothing is known. */
function detachableAmong(found: Bitmap, looking: Looking): Bitmap {
  const { index, view } = looking;
  const detachable = found.copy();
  detachable.and(index.detachable);
  if (view.hidden === null) return detachable;
  detachable.andNot(view.hidden);
  const trunks = found.copy();
  keepValue(trunks, "type", "Trunk", index.interfaces);
  for (const slot of trunks.slots()) {
    detachable.put(slot, detachBlockers(subjectOf(foundAt(slot, looking))).length === 0);
  }
  return detachable;
}

function isOffered({ source, observed: { value } }: Found, situation: Situation): boolean {
  const instance = value.instanceId === null ? null : (source.instance(value.instanceId)?.value ?? null);
  const openRequest = situation.openRequest(value.networkInterfaceId) ?? null;
  const mayAsk = situation.mayAsk(value, instance);
  const readOnlyAccount = situation.isReadOnly(value.accountId);
  const circumstances = { ...situation, mayAsk, readOnlyAccount, openRequest };
  return circumstanceBlockers(circumstances).length === 0;
}
