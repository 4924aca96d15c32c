import "server-only";

import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface, Tag } from "#lib/domain/network-interface.ts";
import { ownersOf } from "#lib/policy/owner.ts";
import { ipv4Number, parseRange, type SearchField, type SearchTerm } from "#lib/policy/search-query.ts";

/** What a search looks at: one text to find words in, the IPv4 addresses for ranges, and single fields. */
export interface Searchable {
  text: string;
  ipv4: readonly number[];
  /** In lower case; a field that the thing does not have has no values. */
  field(name: SearchField): readonly string[];
}

type Matcher = (searched: Searchable) => boolean;

/** These are compared whole: `status:inuse` must not find what is only spelt like it. */
const WHOLE: readonly SearchField[] = ["status", "type", "region", "zone", "account", "id", "owner"];

/** The tokens of a search, each as a question to one thing; all must be answered with yes. */
export function searchMatchers(terms: readonly SearchTerm[]): Matcher[] {
  return terms.map(({ not, field, text }): Matcher => {
    const holds = field === null ? anywhere(text) : inField(field, text);
    return not ? (searched) => !holds(searched) : holds;
  });
}

function anywhere(word: string): Matcher {
  const range = parseRange(word);
  if (range === null) return ({ text }) => text.includes(word);
  return ({ ipv4 }) => ipv4.some((address) => address >= range.first && address < range.first + range.size);
}

function inField(field: SearchField, text: string): Matcher {
  if (field === "ip" && parseRange(text) !== null) return anywhere(text);
  if (WHOLE.includes(field)) return (searched) => searched.field(field).includes(text);
  return (searched) => searched.field(field).some((value) => value.includes(text));
}

const tagTexts = (tags: readonly Tag[]) => tags.map(({ key, value }) => `${key}=${value}`);
const lower = (values: readonly (string | null)[]) =>
  values.filter((value) => value !== null).map((value) => value.toLowerCase());
const lines = (parts: readonly string[]) => parts.join("\n").toLowerCase();
const numbers = (addresses: readonly string[]) =>
  addresses.map(ipv4Number).filter((address) => address !== null);

type Fields = Partial<Record<SearchField, () => readonly (string | null)[]>>;

/** Fields are worked out only when one is asked for: most searches are words. */
const fieldOf = (fields: Fields) => (name: SearchField) => lower(fields[name]?.() ?? []);

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
  const field = fieldOf({
    status: () => [instance.status],
    type: () => [instance.instanceType],
    region: () => [instance.regionId],
    zone: () => [instance.zoneId],
    account: () => [instance.accountId],
    vpc: () => [instance.vpcId],
    vswitch: () => [instance.vSwitchId],
    sg: () => instance.securityGroupIds,
    instance: () => [instance.instanceId, instance.name],
    name: () => [instance.name, instance.hostName],
    id: () => [instance.instanceId],
    ip: () => addresses,
    tag: () => tagTexts(instance.tags),
  });
  return { text, ipv4: numbers(addresses), field };
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
  const field = fieldOf({
    status: () => [eni.status],
    type: () => [eni.type],
    region: () => [eni.regionId],
    zone: () => [eni.zoneId],
    account: () => [eni.accountId],
    vpc: () => [eni.vpcId],
    vswitch: () => [eni.vSwitchId],
    sg: () => eni.securityGroupIds,
    instance: () => [eni.instanceId, instanceName],
    name: () => [eni.name],
    id: () => [eni.networkInterfaceId],
    ip: () => [...addresses, ...eni.ipv6],
    mac: () => [eni.macAddress],
    tag: () => tagTexts(eni.tags),
    owner: () => {
      const owners = ownersOf(eni).map(({ kind }) => kind);
      return owners.length > 0 ? owners : ["person"];
    },
  });
  return { text, ipv4: numbers(addresses), field };
}
