import "server-only";
import type { Json } from "#lib/core/json.ts";
import type { UsualShape } from "#lib/ecs/usual-shape.ts";
import type { WireInstance } from "#lib/ecs/wire-instance.ts";

/** The same as `wireInstance` reads, as long as `shape` is usual. */
export function usualInstance(json: Json, shape: UsualShape): WireInstance {
  const wire = shape.object(json);
  const vpc = shape.part(wire.VpcAttributes);
  const eip = shape.part(wire.EipAddress);
  return {
    InstanceId: shape.id(wire.InstanceId),
    InstanceName: shape.text(wire.InstanceName),
    HostName: shape.text(wire.HostName),
    Status: shape.text(wire.Status),
    InstanceType: shape.text(wire.InstanceType),
    Cpu: shape.count(wire.Cpu),
    Memory: shape.count(wire.Memory),
    RegionId: shape.text(wire.RegionId),
    ZoneId: shape.text(wire.ZoneId),
    OSName: shape.text(wire.OSName),
    CreationTime: shape.text(wire.CreationTime),
    DeletionProtection: shape.flag(wire.DeletionProtection),
    VpcAttributes: vpc && {
      VpcId: shape.text(vpc.VpcId),
      VSwitchId: shape.text(vpc.VSwitchId),
      PrivateIpAddress: shape.texts(vpc.PrivateIpAddress, "IpAddress"),
    },
    InnerIpAddress: shape.texts(wire.InnerIpAddress, "IpAddress"),
    PublicIpAddress: shape.texts(wire.PublicIpAddress, "IpAddress"),
    EipAddress: eip && { IpAddress: shape.text(eip.IpAddress) },
    SecurityGroupIds: shape.texts(wire.SecurityGroupIds, "SecurityGroupId"),
    OperationLocks: shape
      .list(wire.OperationLocks, "LockReason")
      .map((item) => ({ LockReason: shape.text(shape.object(item).LockReason) })),
    Tags: shape.tags(wire.Tags),
  };
}
