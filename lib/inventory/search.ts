import "server-only";

import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface, Tag } from "#lib/domain/network-interface.ts";
import { ipv4Order } from "#lib/inventory/paging.ts";

/** What a search looks at: one text to find words in, and the IPv4 addresses for ranges. */
export interface Searchable {
  text: string;
  ipv4: readonly number[];
}

type Matcher = (searched: Searchable) => boolean;

/** `10.66.0.0/16`: first address and size of a range; null for anything else. */
function parseCidr(word: string): { first: number; size: number } | null {
  const [, address, bits] = /^(\d+\.\d+\.\d+\.\d+)\/(\d{1,2})$/.exec(word) ?? [];
  const number = ipv4Order(address ?? null);
  if (number < 0 || Number(bits) > 32) return null;
  const size = 2 ** (32 - Number(bits));
  return { first: Math.floor(number / size) * size, size };
}

/** The words of a search, in any order and case; every one must be found. A word that is a CIDR finds addresses in it. */
export function searchMatchers(q: string): Matcher[] {
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return words.map((word): Matcher => {
    const range = parseCidr(word);
    if (range === null) return ({ text }) => text.includes(word);
    return ({ ipv4 }) => ipv4.some((address) => address >= range.first && address < range.first + range.size);
  });
}

const tagTexts = (tags: readonly Tag[]) => tags.map(({ key, value }) => `${key}=${value}`);

const lines = (parts: readonly string[]) => parts.join("\n").toLowerCase();
const numbers = (addresses: readonly string[]) => addresses.map(ipv4Order).filter((address) => address >= 0);

/** Everything a person may look an instance up by; lines keep words from running together. */
export function searchableInstance(instance: Instance): Searchable {
  const addresses = [instance.primaryPrivateIp ?? "", ...instance.publicIps, instance.eipAddress ?? ""];
  const text = lines([
    instance.instanceId,
    instance.name,
    instance.hostName,
    instance.vpcId ?? "",
    instance.vSwitchId ?? "",
    ...addresses,
    ...instance.securityGroupIds,
    ...tagTexts(instance.tags),
  ]);
  return { text, ipv4: numbers(addresses) };
}

export function searchableInterface(eni: NetworkInterface, instanceName: string): Searchable {
  const addresses = eni.privateIps.flatMap(({ address, publicIp }) =>
    publicIp ? [address, publicIp.address] : [address],
  );
  const text = lines([
    eni.networkInterfaceId,
    eni.name,
    eni.description,
    eni.macAddress,
    eni.vpcId,
    eni.vSwitchId,
    eni.instanceId ?? "",
    instanceName,
    ...addresses,
    ...eni.ipv6,
    ...eni.securityGroupIds,
    ...tagTexts(eni.tags),
  ]);
  return { text, ipv4: numbers(addresses) };
}
