import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { ownersOf } from "#lib/policy/owner.ts";

export const WARNING_KINDS = [
  "eip",
  "secondary-addresses",
  "ipv6",
  "prefixes",
  "kubernetes",
  "terraform",
  "ros",
  "delete-on-release",
  "member-interface",
  "instance-locked",
] as const;
export type WarningKind = (typeof WARNING_KINDS)[number];

/** Something a person must know before detaching: it does not forbid, it asks for the typed address. */
export interface DetachWarning {
  kind: WarningKind;
  facts: Record<string, string>;
}

function addressWarnings(eni: NetworkInterface): DetachWarning[] {
  const found: DetachWarning[] = [];
  const eips = eni.privateIps.flatMap(({ publicIp }) => (publicIp ? [publicIp.address] : []));
  if (eips.length > 0) found.push({ kind: "eip", facts: { addresses: eips.join(", ") } });
  const secondary = eni.privateIps.filter(({ primary }) => !primary).map(({ address }) => address);
  if (secondary.length > 0)
    found.push({ kind: "secondary-addresses", facts: { addresses: secondary.join(", ") } });
  if (eni.ipv6.length > 0) found.push({ kind: "ipv6", facts: { addresses: eni.ipv6.join(", ") } });
  const prefixes = [...eni.ipv4Prefixes, ...eni.ipv6Prefixes];
  if (prefixes.length > 0) found.push({ kind: "prefixes", facts: { addresses: prefixes.join(", ") } });
  return found;
}

/** What the ENI and its instance themselves tell about who else is affected. Nothing is looked up elsewhere. */
export function detachWarnings(eni: NetworkInterface, instance: Instance | null): DetachWarning[] {
  const found = addressWarnings(eni);
  for (const { kind, evidence } of ownersOf(eni)) {
    if (kind === "kubernetes" || kind === "terraform" || kind === "ros")
      found.push({ kind, facts: { evidence } });
  }
  if (eni.deleteOnRelease) found.push({ kind: "delete-on-release", facts: {} });
  if (eni.type === "Member") {
    found.push({ kind: "member-interface", facts: { trunk: eni.trunkNetworkInterfaceId ?? "?" } });
  }
  if (instance && instance.operationLocks.length > 0) {
    found.push({ kind: "instance-locked", facts: { locks: instance.operationLocks.join(", ") } });
  }
  return found;
}
