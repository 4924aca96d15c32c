import type { Tag } from "#lib/domain/network-interface.ts";

/** An ECS instance as DescribeInstances shows it, in our words. `status` is an open set. */
export interface Instance {
  accountId: string;
  regionId: string;
  zoneId: string;
  instanceId: string;
  name: string;
  hostName: string;
  /** Pending, Starting, Running, Stopping, Stopped, … */
  status: string;
  instanceType: string;
  cpu: number;
  memoryMb: number;
  osName: string;
  vpcId: string | null;
  vSwitchId: string | null;
  primaryPrivateIp: string | null;
  publicIps: string[];
  eipAddress: string | null;
  securityGroupIds: string[];
  /** Reasons for which ECS has locked it (financial, security, …); empty when it is not locked. */
  operationLocks: string[];
  deletionProtection: boolean;
  tags: Tag[];
  createdAt: string;
}

export const TRANSITIONAL_INSTANCE_STATUSES: readonly string[] = ["Pending", "Starting", "Stopping"];
