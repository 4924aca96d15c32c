import "server-only";

import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface, Tag } from "#lib/domain/network-interface.ts";

/** The words of a search, lower-cased; all of them must be found. */
export function searchWords(q: string): string[] {
  return q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

const tagTexts = (tags: readonly Tag[]) => tags.map(({ key, value }) => `${key}=${value}`);

/** Everything a person may look an instance up by, in one lower-cased text; lines keep words from running together. */
export function instanceText(instance: Instance): string {
  return [
    instance.instanceId,
    instance.name,
    instance.hostName,
    instance.primaryPrivateIp ?? "",
    ...instance.publicIps,
    instance.eipAddress ?? "",
    instance.vpcId ?? "",
    instance.vSwitchId ?? "",
    ...instance.securityGroupIds,
    ...tagTexts(instance.tags),
  ]
    .join("\n")
    .toLowerCase();
}

export function networkInterfaceText(eni: NetworkInterface, instanceName: string): string {
  return [
    eni.networkInterfaceId,
    eni.name,
    eni.description,
    ...eni.privateIps.flatMap(({ address, publicIp }) => [address, publicIp?.address ?? ""]),
    ...eni.ipv6,
    eni.macAddress,
    eni.vpcId,
    eni.vSwitchId,
    eni.instanceId ?? "",
    instanceName,
    ...eni.securityGroupIds,
    ...tagTexts(eni.tags),
  ]
    .join("\n")
    .toLowerCase();
}
