import "server-only";

import type { Clock } from "#lib/core/clock.ts";
import type { Json } from "#lib/core/json.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Inventory } from "#lib/inventory/inventory.ts";

/** DescribeNetworkInterfaces, NetworkInterfaceId.N: at most 100 ids a call. */
export const IDS_PER_CALL = 100;

export interface InterfaceRef {
  accountId: string;
  regionId: string;
  networkInterfaceId: string;
}

export type ReadFailure =
  | { kind: "unknown-account" }
  | { kind: "unknown-region" }
  | { kind: "not-found" }
  | { kind: "ecs"; failure: EcsFailure };

/** One ENI as ECS shows it now, with its instance and the member ENIs that hang on it. */
export interface FreshRead {
  networkInterface: NetworkInterface;
  instance: Instance | null;
  /** The instance that was asked about, wherever the ENI is; null when none was named or ECS does not show it. */
  askedInstance: Instance | null;
  memberIds: string[];
  /** ECS's own answer about the ENI, and the RequestId it came with. */
  raw: Json;
  rawRequestId: string;
  /** Milliseconds since 1970, when the read began. */
  observedAt: number;
}

/**
 * Reads one ENI and its instance from ECS now. Fails with `ecs` when ECS can't be asked or says no: a guard
 * that could not look must refuse. `instance` is null when the ENI is on none or ECS does not show it.
 * `ownInstanceId` lets both reads start at once; it is read again if the ENI turns out to be elsewhere.
 */
export async function readFresh(
  inventory: Inventory,
  clock: Clock,
  { accountId, regionId, networkInterfaceId }: InterfaceRef,
  ownInstanceId?: string,
): Promise<Result<FreshRead, ReadFailure>> {
  const found = await inventory.source(accountId, regionId);
  if (!found.ok) return found;
  const ecs = inventory.ecsOf(accountId);
  if (!ecs) return err({ kind: "unknown-account" });
  const source = found.value;
  const observedAt = clock.now();
  const guess = ownInstanceId ?? source.networkInterface(networkInterfaceId)?.value.instanceId ?? null;

  const readInstance = (instanceId: string) => ecs.describeInstances({ regionId, instanceIds: [instanceId] });
  const [answer, guessed] = await Promise.all([
    ecs.describeNetworkInterfaces({ regionId, networkInterfaceIds: [networkInterfaceId] }),
    guess === null ? null : readInstance(guess),
  ]);
  if (!answer.ok) return err({ kind: "ecs", failure: answer.error });
  source.observe([networkInterfaceId], answer.value.networkInterfaces, observedAt);
  const networkInterface = answer.value.networkInterfaces.find(
    (eni) => eni.networkInterfaceId === networkInterfaceId,
  );
  if (!networkInterface) return err({ kind: "not-found" });

  let instance: Instance | null = null;
  const actual = networkInterface.instanceId;
  if (actual !== null) {
    const read = guessed && guess === actual ? guessed : await readInstance(actual);
    if (!read.ok) return err({ kind: "ecs", failure: read.error });
    instance = read.value.instances.find(({ instanceId }) => instanceId === actual) ?? null;
    if (instance) source.observeInstance(instance, observedAt);
  }
  const asked = ownInstanceId === undefined ? null : guessed;
  if (asked && !asked.ok) return err({ kind: "ecs", failure: asked.error });
  const askedInstance = asked?.value.instances.find((each) => each.instanceId === ownInstanceId) ?? null;
  const memberIds = await readMembers(inventory, networkInterface);
  if (!memberIds.ok) return memberIds;
  const { raw, requestId } = answer.value;
  return ok({
    networkInterface,
    instance,
    askedInstance,
    memberIds: memberIds.value,
    raw: raw[0] ?? null,
    rawRequestId: requestId,
    observedAt,
  });
}

/** ECS has no filter for "members of this trunk", so a trunk's instance is asked for all its ENIs. */
async function readMembers(
  inventory: Inventory,
  eni: NetworkInterface,
): Promise<Result<string[], ReadFailure>> {
  if (eni.type !== "Trunk" || eni.instanceId === null) return ok([]);
  const ecs = inventory.ecsOf(eni.accountId);
  if (!ecs) return err({ kind: "unknown-account" });
  const ids = new Set<string>();
  const source = await inventory.source(eni.accountId, eni.regionId);
  if (source.ok) {
    for (const id of source.value.membersOf(eni.networkInterfaceId)) ids.add(id);
  }
  const answer = await ecs.describeNetworkInterfaces({
    regionId: eni.regionId,
    instanceId: eni.instanceId,
    maxResults: 500,
  });
  if (!answer.ok) return err({ kind: "ecs", failure: answer.error });
  for (const each of answer.value.networkInterfaces) {
    if (each.trunkNetworkInterfaceId === eni.networkInterfaceId) ids.add(each.networkInterfaceId);
  }
  return ok([...ids].sort());
}

/**
 * Reads up to 100 ENIs of one region in one call and lays them over the snapshot. An id that is not in the
 * answer does not exist (listing an unknown ENI id gives an empty set, not an error).
 */
export async function readInterfaces(
  inventory: Inventory,
  clock: Clock,
  accountId: string,
  regionId: string,
  networkInterfaceIds: readonly string[],
): Promise<Result<Map<string, NetworkInterface>, ReadFailure>> {
  const found = await inventory.source(accountId, regionId);
  if (!found.ok) return found;
  const ecs = inventory.ecsOf(accountId);
  if (!ecs) return err({ kind: "unknown-account" });
  const ids = networkInterfaceIds.slice(0, IDS_PER_CALL);
  const observedAt = clock.now();
  const answer = await ecs.describeNetworkInterfaces({
    regionId,
    networkInterfaceIds: ids,
    maxResults: IDS_PER_CALL,
  });
  if (!answer.ok) return err({ kind: "ecs", failure: answer.error });
  found.value.observe(ids, answer.value.networkInterfaces, observedAt);
  return ok(new Map(answer.value.networkInterfaces.map((eni) => [eni.networkInterfaceId, eni])));
}
