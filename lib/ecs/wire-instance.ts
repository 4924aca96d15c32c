import "server-only";
import { z } from "zod";
import type { Instance } from "#lib/domain/instance.ts";
import { sharedList, sharedTags, sharedText, unlessEmpty } from "#lib/ecs/shared-values.ts";
import { textOrNull, wireCount, wireFlag, wireId, wireList, wireTags, wireText } from "#lib/ecs/wire.ts";

const ipAddresses = wireList("IpAddress", wireText);

/** One Instance. Status is an open set and stays as ECS spells it. */
export const wireInstance = z.object({
  InstanceId: wireId,
  InstanceName: wireText,
  HostName: wireText,
  Status: wireText,
  InstanceType: wireText,
  Cpu: wireCount,
  Memory: wireCount,
  RegionId: wireText,
  ZoneId: wireText,
  OSName: wireText,
  CreationTime: wireText,
  DeletionProtection: wireFlag,
  VpcAttributes: z.object({ VpcId: wireText, VSwitchId: wireText, PrivateIpAddress: ipAddresses }).nullish(),
  InnerIpAddress: ipAddresses,
  PublicIpAddress: ipAddresses,
  EipAddress: z.object({ IpAddress: wireText }).nullish(),
  SecurityGroupIds: wireList("SecurityGroupId", wireText),
  OperationLocks: wireList("LockReason", z.object({ LockReason: wireText })),
  Tags: wireTags,
});
export type WireInstance = z.output<typeof wireInstance>;

export function toInstance(wire: WireInstance, accountId: string, regionId: string): Instance {
  return {
    accountId,
    regionId: sharedText(wire.RegionId || regionId),
    zoneId: sharedText(wire.ZoneId),
    instanceId: sharedText(wire.InstanceId),
    name: wire.InstanceName,
    hostName: wire.HostName,
    status: sharedText(wire.Status),
    instanceType: sharedText(wire.InstanceType),
    cpu: wire.Cpu ?? 0,
    memoryMb: wire.Memory ?? 0,
    osName: sharedText(wire.OSName),
    vpcId: textOrNull(sharedText(wire.VpcAttributes?.VpcId ?? "")),
    vSwitchId: textOrNull(sharedText(wire.VpcAttributes?.VSwitchId ?? "")),
    // Instances of the classic network have an inner address instead of one in a VPC.
    primaryPrivateIp: textOrNull(wire.VpcAttributes?.PrivateIpAddress[0] ?? wire.InnerIpAddress[0]),
    publicIps: unlessEmpty(wire.PublicIpAddress),
    eipAddress: textOrNull(wire.EipAddress?.IpAddress),
    securityGroupIds: sharedList(wire.SecurityGroupIds),
    operationLocks: sharedList(wire.OperationLocks.map(({ LockReason }) => LockReason)),
    deletionProtection: wire.DeletionProtection,
    tags: sharedTags(wire.Tags),
    createdAt: sharedText(wire.CreationTime),
  };
}
