import "server-only";
import type { Json } from "#lib/core/json.ts";
import type { UsualShape } from "#lib/ecs/usual-shape.ts";
import type { WireNetworkInterface } from "#lib/ecs/wire-network-interface.ts";

/** The same as `wireNetworkInterface` reads, as long as `shape` is usual. */
export function usualNetworkInterface(json: Json, shape: UsualShape): WireNetworkInterface {
  const wire = shape.object(json);
  const attachment = shape.part(wire.Attachment);
  return {
    NetworkInterfaceId: shape.id(wire.NetworkInterfaceId),
    NetworkInterfaceName: shape.text(wire.NetworkInterfaceName),
    Description: shape.text(wire.Description),
    Type: shape.text(wire.Type),
    Status: shape.text(wire.Status),
    VpcId: shape.text(wire.VpcId),
    VSwitchId: shape.text(wire.VSwitchId),
    ZoneId: shape.text(wire.ZoneId),
    ResourceGroupId: shape.text(wire.ResourceGroupId),
    MacAddress: shape.text(wire.MacAddress),
    PrivateIpAddress: shape.text(wire.PrivateIpAddress),
    AssociatedPublicIp: associatedPublicIp(wire.AssociatedPublicIp, shape),
    PrivateIpSets: shape.list(wire.PrivateIpSets, "PrivateIpSet").map((item) => {
      const set = shape.object(item);
      return {
        PrivateIpAddress: shape.text(set.PrivateIpAddress),
        Primary: shape.flag(set.Primary),
        AssociatedPublicIp: associatedPublicIp(set.AssociatedPublicIp, shape),
      };
    }),
    Ipv6Sets: shape
      .list(wire.Ipv6Sets, "Ipv6Set")
      .map((item) => ({ Ipv6Address: shape.text(shape.object(item).Ipv6Address) })),
    Ipv4PrefixSets: shape
      .list(wire.Ipv4PrefixSets, "Ipv4PrefixSet")
      .map((item) => ({ Ipv4Prefix: shape.text(shape.object(item).Ipv4Prefix) })),
    Ipv6PrefixSets: shape
      .list(wire.Ipv6PrefixSets, "Ipv6PrefixSet")
      .map((item) => ({ Ipv6Prefix: shape.text(shape.object(item).Ipv6Prefix) })),
    SecurityGroupIds: shape.texts(wire.SecurityGroupIds, "SecurityGroupId"),
    InstanceId: shape.text(wire.InstanceId),
    Attachment: attachment && {
      InstanceId: shape.text(attachment.InstanceId),
      DeviceIndex: shape.count(attachment.DeviceIndex),
      NetworkCardIndex: shape.count(attachment.NetworkCardIndex),
      TrunkNetworkInterfaceId: shape.text(attachment.TrunkNetworkInterfaceId),
    },
    ServiceManaged: shape.flag(wire.ServiceManaged),
    ServiceID: shape.text(wire.ServiceID),
    DeleteOnRelease: shape.flag(wire.DeleteOnRelease),
    NetworkInterfaceTrafficMode: shape.text(wire.NetworkInterfaceTrafficMode),
    Tags: shape.tags(wire.Tags),
    CreationTime: shape.text(wire.CreationTime),
  };
}

function associatedPublicIp(json: Json | undefined, shape: UsualShape) {
  const wire = shape.part(json);
  return (
    wire && { PublicIpAddress: shape.text(wire.PublicIpAddress), AllocationId: shape.text(wire.AllocationId) }
  );
}
