import "server-only";

import type { Permission } from "#lib/contract/session.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Place } from "#lib/domain/scope.ts";
import type { FreshRead } from "#lib/inventory/read-fresh.ts";
import { type Reach, reachOf } from "#lib/policy/reach.ts";
import type { AskFailure } from "#lib/requests/ask-failure.ts";
import type { Desk } from "#lib/requests/desk.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";

type Inventory = Pick<Desk["inventory"], "knownSource">;
export type BeyondReach = Extract<AskFailure, { kind: "not-found" | "not-permitted" }>;

/** Beyond what someone may see is as good as not there, but for the log. */
const HIDDEN: BeyondReach = { kind: "not-found", beyondReach: true };

/** ECS too asks for a right to both, the ENI and the instance, before it changes an attachment. */
export function mayAskFor(
  reach: Reach,
  networkInterface: NetworkInterface,
  instance: Instance | null,
): boolean {
  return reach.includes(networkInterface) && (instance === null || reach.includes(instance));
}

/** Whether this person may see, and may ask to change, what was just read. `instance` is the one to be changed. */
export function checkReach(
  actor: Actor,
  { networkInterface, instance, askedInstance }: FreshRead,
): Result<null, BeyondReach> {
  if (!reachOf(actor.grants, "inventory.read").includes(networkInterface)) return err(HIDDEN);
  const asking = reachOf(actor.grants, "requests.ask");
  const allowed =
    mayAskFor(asking, networkInterface, instance) && mayAskFor(asking, networkInterface, askedInstance);
  return allowed ? ok(null) : err({ kind: "not-permitted" });
}

/**
 * Whether this person may see, or act on, a request: whoever may see an ENI sees the requests for it. Where the ENI is
 * known that decides; for one that is gone or not read yet, what it was when it was asked for.
 */
export function reachesRequest(
  actor: Actor,
  permission: Extract<Permission, "requests.read" | "requests.ask">,
  inventory: Inventory,
  request: StoredRequest,
): boolean {
  return reachOf(actor.grants, permission).includes(placeOf(inventory, request));
}

/** The same as a failure, for those who would act on it. */
export function checkRequestReach(
  actor: Actor,
  { inventory }: Desk,
  request: StoredRequest,
): Result<null, BeyondReach> {
  if (!reachesRequest(actor, "requests.read", inventory, request)) return err(HIDDEN);
  return reachesRequest(actor, "requests.ask", inventory, request)
    ? ok(null)
    : err({ kind: "not-permitted" });
}

function placeOf(inventory: Inventory, request: StoredRequest): Place {
  const { accountId, regionId, networkInterfaceId, snapshot } = request;
  const source = inventory.knownSource(accountId, regionId);
  const known = source?.networkInterface(networkInterfaceId)?.value;
  if (known) return known;
  return { accountId, regionId, vpcId: snapshot.vpcId ?? null, tags: snapshot.tags ?? null };
}
