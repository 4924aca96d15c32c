import "server-only";

import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { ReadableSource } from "#lib/inventory/seen-inventory.ts";
import type { Observed } from "#lib/inventory/source.ts";
import type { DetachSubject } from "#lib/policy/detach-blockers.ts";

/** Member ENI ids by the trunk they hang on. */
export type MembersByTrunk = ReadonlyMap<string, readonly string[]>;

export function membersByTrunk(source: ReadableSource): MembersByTrunk {
  const members = new Map<string, string[]>();
  for (const { value } of source.networkInterfaces()) {
    const trunk = value.trunkNetworkInterfaceId;
    if (trunk !== null) members.set(trunk, [...(members.get(trunk) ?? []), value.networkInterfaceId]);
  }
  return members;
}

/** An ENI of a snapshot, with where it was found. */
export interface Found {
  source: ReadableSource;
  members: MembersByTrunk;
  observed: Observed<NetworkInterface>;
}

/** What the guard needs to know about an ENI, out of the snapshot. */
export function subjectOf({ source, members, observed }: Found): DetachSubject {
  const eni = observed.value;
  const instance = eni.instanceId === null ? null : (source.instance(eni.instanceId)?.value ?? null);
  return {
    networkInterface: eni,
    instance,
    askedInstanceId: null,
    memberIds: members.get(eni.networkInterfaceId) ?? [],
  };
}
