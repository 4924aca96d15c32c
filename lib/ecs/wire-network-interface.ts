import "server-only";
import { z } from "zod";
import type { NetworkInterface, PrivateIp } from "#lib/domain/network-interface.ts";
import { sharedList, sharedTags, sharedText, unlessEmpty } from "#lib/ecs/shared-values.ts";
import { textOrNull, wireCount, wireFlag, wireId, wireList, wireTags, wireText } from "#lib/ecs/wire.ts";

/** `{}` when there is none. */
const associatedPublicIp = z.object({ PublicIpAddress: wireText, AllocationId: wireText }).nullish();

/** One NetworkInterfaceSet. Status and Type are open sets and stay as ECS spells them. */
export const wireNetworkInterface = z.object({
  NetworkInterfaceId: wireId,
  NetworkInterfaceName: wireText,
  Description: wireText,
  Type: wireText,
  Status: wireText,
  VpcId: wireText,
  VSwitchId: wireText,
  ZoneId: wireText,
  ResourceGroupId: wireText,
  MacAddress: wireText,
  PrivateIpAddress: wireText,
  AssociatedPublicIp: associatedPublicIp,
  PrivateIpSets: wireList(
    "PrivateIpSet",
    z.object({ PrivateIpAddress: wireText, Primary: wireFlag, AssociatedPublicIp: associatedPublicIp }),
  ),
  Ipv6Sets: wireList("Ipv6Set", z.object({ Ipv6Address: wireText })),
  Ipv4PrefixSets: wireList("Ipv4PrefixSet", z.object({ Ipv4Prefix: wireText })),
  Ipv6PrefixSets: wireList("Ipv6PrefixSet", z.object({ Ipv6Prefix: wireText })),
  SecurityGroupIds: wireList("SecurityGroupId", wireText),
  InstanceId: wireText,
  Attachment: z
    .object({
      InstanceId: wireText,
      DeviceIndex: wireCount,
      NetworkCardIndex: wireCount,
      TrunkNetworkInterfaceId: wireText,
    })
    .nullish(),
  ServiceManaged: wireFlag,
  ServiceID: wireText,
  DeleteOnRelease: wireFlag,
  NetworkInterfaceTrafficMode: wireText,
  Tags: wireTags,
  CreationTime: wireText,
});
export type WireNetworkInterface = z.output<typeof wireNetworkInterface>;

export function toNetworkInterface(
  wire: WireNetworkInterface,
  accountId: string,
  regionId: string,
): NetworkInterface {
  return {
    accountId,
    regionId,
    zoneId: sharedText(wire.ZoneId),
    networkInterfaceId: wire.NetworkInterfaceId,
    name: wire.NetworkInterfaceName,
    description: sharedText(wire.Description),
    type: sharedText(wire.Type),
    status: sharedText(wire.Status),
    vpcId: sharedText(wire.VpcId),
    vSwitchId: sharedText(wire.VSwitchId),
    primaryPrivateIp: wire.PrivateIpAddress,
    privateIps: privateIpsOf(wire),
    ipv6: unlessEmpty(wire.Ipv6Sets.map(({ Ipv6Address }) => Ipv6Address)),
    ipv4Prefixes: unlessEmpty(wire.Ipv4PrefixSets.map(({ Ipv4Prefix }) => Ipv4Prefix)),
    ipv6Prefixes: unlessEmpty(wire.Ipv6PrefixSets.map(({ Ipv6Prefix }) => Ipv6Prefix)),
    macAddress: wire.MacAddress,
    securityGroupIds: sharedList(wire.SecurityGroupIds),
    // Member ENIs have it in the attachment only.
    instanceId: textOrNull(sharedText(wire.InstanceId || (wire.Attachment?.InstanceId ?? ""))),
    deviceIndex: wire.Attachment?.DeviceIndex ?? null,
    networkCardIndex: wire.Attachment?.NetworkCardIndex ?? null,
    trunkNetworkInterfaceId: textOrNull(sharedText(wire.Attachment?.TrunkNetworkInterfaceId ?? "")),
    serviceManaged: wire.ServiceManaged,
    serviceId: textOrNull(sharedText(wire.ServiceID)),
    deleteOnRelease: wire.DeleteOnRelease,
    trafficMode: sharedText(wire.NetworkInterfaceTrafficMode),
    tags: sharedTags(wire.Tags),
    resourceGroupId: sharedText(wire.ResourceGroupId),
    createdAt: sharedText(wire.CreationTime),
  };
}

/** Every private address, the primary one among them even when ECS gives it outside the list only. */
function privateIpsOf(wire: WireNetworkInterface): PrivateIp[] {
  const listed = wire.PrivateIpSets.map((set) =>
    withPublicIp(
      { address: sameText(set.PrivateIpAddress, wire.PrivateIpAddress), primary: set.Primary },
      set.AssociatedPublicIp,
    ),
  );
  const primary = listed.find(({ address }) => address === wire.PrivateIpAddress);
  if (primary) {
    const inSet = primary.publicIp ? primary : withPublicIp(primary, wire.AssociatedPublicIp);
    if (inSet === primary && primary.primary) return listed;
    return listed.map((ip) => (ip === primary ? { ...inSet, primary: true } : ip));
  }
  if (wire.PrivateIpAddress === "") return listed;
  return [
    withPublicIp({ address: wire.PrivateIpAddress, primary: true }, wire.AssociatedPublicIp),
    ...listed,
  ];
}

/** The other one where they say the same, so that only one is kept. */
const sameText = (text: string, other: string) => (text === other ? other : text);

function withPublicIp(ip: PrivateIp, associated: z.output<typeof associatedPublicIp>): PrivateIp {
  if (!associated?.PublicIpAddress) return ip;
  const { PublicIpAddress: address, AllocationId: allocationId } = associated;
  return { ...ip, publicIp: { address, allocationId } };
}
