import "server-only";

import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { ReadableSource } from "#lib/inventory/seen-inventory.ts";
import type { Observed } from "#lib/inventory/source.ts";
import type { DetachSubject } from "#lib/policy/detach-blockers.ts";

/** An ENI of a snapshot, with where it was found. */
export interface Found {
  source: ReadableSource;
  observed: Observed<NetworkInterface>;
}

/** What the guard needs to know about an ENI, out of the snapshot. */
export function subjectOf({ source, observed }: Found): DetachSubject {
  const eni = observed.value;
  const instance = eni.instanceId === null ? null : (source.instance(eni.instanceId)?.value ?? null);
  return {
    networkInterface: eni,
    instance,
    askedInstanceId: null,
    memberIds: source.membersOf(eni.networkInterfaceId),
  };
}
