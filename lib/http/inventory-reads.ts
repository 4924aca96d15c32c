import "server-only";

import type { InstanceDetail, NetworkInterfaceDetail, RegionList } from "#lib/contract/inventory.ts";
import { isoTime } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import { readOutsideChanges } from "#lib/http/outside-changes.ts";
import { requestSummary } from "#lib/http/request-views.ts";
import { inventorySeenBy, situationOf, type Viewer } from "#lib/http/viewer.ts";
import type { ReadFailure } from "#lib/inventory/read-fresh.ts";
import { readFresh } from "#lib/inventory/read-fresh.ts";
import { instanceRow, networkInterfaceRow } from "#lib/inventory/rows.ts";
import type { ReadableSource } from "#lib/inventory/seen-inventory.ts";
import { failureView } from "#lib/inventory/source-views.ts";
import { reachOf } from "#lib/policy/reach.ts";

/** How many earlier requests, and changes made elsewhere, an ENI's page shows. */
const HISTORY = 50;

/** The account meant: the one named, or the only one there is; null where it has to be named. */
export async function accountOf(
  viewer: Viewer,
  accountId: string | undefined,
): Promise<Result<string | null, ReadFailure>> {
  if (accountId !== undefined) return ok(accountId);
  const accounts = await inventorySeenBy(viewer).accounts();
  if (!accounts.ok) return err({ kind: "ecs", failure: accounts.error });
  const only = accounts.value.length === 1 ? accounts.value[0] : undefined;
  return ok(only?.accountId ?? null);
}

export interface Place {
  accountId?: string | undefined;
  regionId: string;
}

async function sourceOf(viewer: Viewer, place: Place): Promise<Result<ReadableSource, ReadFailure>> {
  const accountId = await accountOf(viewer, place.accountId);
  if (!accountId.ok) return accountId;
  if (accountId.value === null) return err({ kind: "unknown-account" });
  return inventorySeenBy(viewer).source(accountId.value, place.regionId);
}

/** One instance with its ENIs, primary first, as the snapshot has them. */
export async function readInstanceDetail(
  viewer: Viewer,
  place: Place,
  instanceId: string,
): Promise<Result<InstanceDetail, ReadFailure>> {
  const found = await sourceOf(viewer, place);
  if (!found.ok) return found;
  const source = found.value;
  await source.ensure();
  const observed = source.instance(instanceId);
  if (!observed)
    return err(source.failure ? { kind: "ecs", failure: source.failure } : { kind: "not-found" });
  const situation = await situationOf(viewer);
  const rows = source
    .interfacesOn(instanceId)
    .map((each) => networkInterfaceRow({ source, observed: each }, situation))
    .sort(byDevice);
  return ok({
    instance: instanceRow(source, observed),
    networkInterfaces: rows,
    observedAt: isoTime(observed.observedAt),
  });
}

type Row = InstanceDetail["networkInterfaces"][number];

function byDevice(a: Row, b: Row): number {
  const rank = ({ type, deviceIndex }: Row) =>
    type === "Primary" ? -1 : (deviceIndex ?? Number.MAX_SAFE_INTEGER);
  return rank(a) - rank(b) || a.networkInterfaceId.localeCompare(b.networkInterfaceId);
}

/**
 * One ENI with its instance and every request of ours for it: read from ECS now, or, for a poll, by another page a few
 * seconds ago.
 */
export async function readNetworkInterfaceDetail(
  viewer: Viewer,
  place: Place,
  networkInterfaceId: string,
  isPoll = false,
): Promise<Result<NetworkInterfaceDetail, ReadFailure>> {
  const { services } = viewer;
  const found = await sourceOf(viewer, place);
  if (!found.ok) return found;
  const source = found.value;
  await source.ensure();
  const ref = { accountId: source.account.accountId, regionId: source.regionId, networkInterfaceId };
  const readNow = () => readFresh(services.inventory, services.clock, ref);
  const { recentReads } = services.inventory;
  const read = await (isPoll ? recentReads.share(ref, readNow) : recentReads.renew(ref, readNow));
  if (!read.ok) return read;
  if (!reachOf(viewer.actor.grants, "inventory.read").includes(read.value.networkInterface))
    return err({ kind: "not-found" });
  const { networkInterface, raw, rawRequestId, observedAt } = read.value;
  const observed = { value: networkInterface, observedAt };
  const [history, outsideChanges] = await Promise.all([
    services.requests.listFor(viewer.actor, { networkInterfaceId }, undefined, HISTORY),
    readOutsideChanges(services.audit, ref, HISTORY),
  ]);
  const instance =
    networkInterface.instanceId === null ? undefined : source.instance(networkInterface.instanceId);
  return ok({
    networkInterface: networkInterfaceRow({ source, observed }, await situationOf(viewer)),
    instance: instance ? instanceRow(source, instance) : null,
    history: history.ok ? history.value.items.map(requestSummary) : [],
    outsideChanges: outsideChanges.ok ? outsideChanges.value : [],
    raw,
    rawRequestId,
    observedAt: isoTime(observedAt),
  });
}

/**
 * What of a list's account and region does not exist, or null. Said only when every account has told its regions:
 * as long as one could not be asked, the region may be its own.
 */
export async function unknownPlace(
  viewer: Viewer,
  { accountId, regionId }: { accountId?: string | undefined; regionId?: string | undefined },
): Promise<{ path: string; message: string } | null> {
  const known = await inventorySeenBy(viewer).regions();
  if (known.some(({ failure }) => failure !== null)) return null;
  const inAccount = known.filter(({ account }) => accountId === undefined || account.accountId === accountId);
  if (inAccount.length === 0) return { path: "accountId", message: "no such account" };
  const exists = inAccount.some(({ regions }) => regions.some((region) => region.regionId === regionId));
  return regionId === undefined || exists ? null : { path: "regionId", message: "no such region" };
}

/** The regions of all accounts; one that is behind an account's failure says so. */
export async function readRegions(viewer: Viewer): Promise<RegionList> {
  const known = await inventorySeenBy(viewer).regions();
  const items = new Map<string, RegionList["items"][number]>();
  for (const { regions, failure } of known) {
    for (const { regionId, localName } of regions) {
      const problem = failure ? { problem: failureView(failure, viewer.language).message } : {};
      items.set(regionId, { regionId, localName, ok: failure === null, ...problem });
    }
  }
  return { items: [...items.values()] };
}
