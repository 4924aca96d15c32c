/** Tags as ECS returns them; both sides are text a stranger may have written. */
export interface Tag {
  key: string;
  value: string;
}

export interface PrivateIp {
  address: string;
  primary: boolean;
  /** The EIP mapped to this address, if any. */
  publicIp?: { address: string; allocationId: string };
}

/**
 * An elastic network interface as DescribeNetworkInterfaces shows it, in our words.
 * `status` and `type` are open sets: ECS documents five statuses and two types, real clients have seen more.
 */
export interface NetworkInterface {
  accountId: string;
  regionId: string;
  zoneId: string;
  networkInterfaceId: string;
  name: string;
  description: string;
  /** Primary, Secondary, Trunk, Member, … */
  type: string;
  /** Available, Attaching, InUse, Detaching, Deleting, Creating, Linked, … */
  status: string;
  vpcId: string;
  vSwitchId: string;
  primaryPrivateIp: string;
  privateIps: PrivateIp[];
  ipv6: string[];
  ipv4Prefixes: string[];
  ipv6Prefixes: string[];
  macAddress: string;
  securityGroupIds: string[];
  /** The instance it is on: InstanceId, or Attachment.InstanceId for member ENIs; null when on none or not told. */
  instanceId: string | null;
  deviceIndex: number | null;
  networkCardIndex: number | null;
  /** For a member ENI: the trunk ENI it hangs on (Attachment.TrunkNetworkInterfaceId). */
  trunkNetworkInterfaceId: string | null;
  serviceManaged: boolean;
  /** int64 in ECS, hence text. */
  serviceId: string | null;
  /** Deleted together with its instance. */
  deleteOnRelease: boolean;
  /** Standard or HighPerformance (RDMA). */
  trafficMode: string;
  tags: Tag[];
  resourceGroupId: string;
  createdAt: string;
}

export const TRANSITIONAL_INTERFACE_STATUSES: readonly string[] = [
  "Attaching",
  "Detaching",
  "Creating",
  "Deleting",
  "Linking",
  "Unlinking",
];
