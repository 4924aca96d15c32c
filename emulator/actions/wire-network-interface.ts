import { int64, type WireObject } from "#emulator/actions/action.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import { primaryIp } from "#emulator/world/world.ts";

/** An ENI as DescribeNetworkInterfaces answers it; empty lists keep their keys. */
export function wireNetworkInterface(eni: NetworkInterface): WireObject {
  return {
    NetworkInterfaceId: eni.NetworkInterfaceId,
    NetworkInterfaceName: eni.NetworkInterfaceName,
    Description: eni.Description,
    Status: eni.Status,
    Type: eni.Type,
    MacAddress: eni.MacAddress,
    PrivateIpAddress: primaryIp(eni),
    PrivateIpSets: {
      PrivateIpSet: eni.PrivateIpSets.map((set) => ({
        PrivateIpAddress: set.PrivateIpAddress,
        Primary: set.Primary,
        PrivateDnsName: set.PrivateDnsName,
        AssociatedPublicIp: set.AssociatedPublicIp ?? {},
      })),
    },
    AssociatedPublicIp: eni.PrivateIpSets.find((set) => set.Primary)?.AssociatedPublicIp ?? {},
    Ipv6Sets: { Ipv6Set: eni.Ipv6Sets },
    Ipv4PrefixSets: { Ipv4PrefixSet: eni.Ipv4PrefixSets.map((prefix) => ({ Ipv4Prefix: prefix })) },
    Ipv6PrefixSets: { Ipv6PrefixSet: eni.Ipv6PrefixSets.map((prefix) => ({ Ipv6Prefix: prefix })) },
    InstanceId: eni.InstanceId,
    Attachment: eni.Attachment ?? {},
    VpcId: eni.VpcId,
    VSwitchId: eni.VSwitchId,
    ZoneId: eni.ZoneId,
    ResourceGroupId: eni.ResourceGroupId,
    SecurityGroupIds: { SecurityGroupId: eni.SecurityGroupIds },
    Tags: { Tag: eni.Tags },
    OwnerId: eni.AccountId,
    ServiceManaged: eni.ServiceManaged,
    ...(eni.ServiceID === null ? {} : { ServiceID: int64(eni.ServiceID) }),
    DeleteOnRelease: eni.DeleteOnRelease,
    NetworkInterfaceTrafficMode: eni.NetworkInterfaceTrafficMode,
    QueueNumber: eni.QueueNumber,
    QueuePairNumber: eni.QueuePairNumber,
    SourceDestCheck: eni.SourceDestCheck,
    CreationTime: eni.CreationTime,
  };
}

/** The shorter form that CreateNetworkInterface answers: no attachment, no queues, no public address. */
export function wireCreatedNetworkInterface(eni: NetworkInterface): WireObject {
  const full = wireNetworkInterface(eni);
  const kept = Object.entries(full).filter(([name]) => !NOT_IN_CREATED.has(name));
  return {
    ...Object.fromEntries(kept),
    PrivateIpSets: {
      PrivateIpSet: eni.PrivateIpSets.map((set) => ({
        PrivateIpAddress: set.PrivateIpAddress,
        Primary: set.Primary,
      })),
    },
  };
}

/** Fields of the list that the vendor's model of CreateNetworkInterface does not have. */
const NOT_IN_CREATED = new Set([
  "AssociatedPublicIp",
  "Attachment",
  "CreationTime",
  "DeleteOnRelease",
  "InstanceId",
  "NetworkInterfaceTrafficMode",
  "QueueNumber",
  "QueuePairNumber",
]);
