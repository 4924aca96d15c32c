import { z } from "zod";

/**
 * What the emulated cloud consists of. One schema serves three purposes: the
 * seed file, `GET /_emulator/world` and the fields `PATCH /_emulator/world/…`
 * accepts. Names are spelt as ECS spells them; lists are flat (`Tags`, not
 * `Tags.Tag`), the doubled wrapping of the wire is added when answering.
 *
 * Statuses and types are open strings on purpose: real ECS has answered values
 * that no page lists, and a test must be able to show one.
 */
const id = z.string().min(1).max(128);

const tagSchema = z.strictObject({ TagKey: z.string().max(128), TagValue: z.string().max(256) });

const publicIpSchema = z.strictObject({ PublicIpAddress: z.string(), AllocationId: z.string() });

const privateIpSchema = z.strictObject({
  PrivateIpAddress: z.string(),
  Primary: z.boolean(),
  PrivateDnsName: z.string(),
  AssociatedPublicIp: publicIpSchema.nullable(),
});

const attachmentSchema = z.strictObject({
  InstanceId: z.string(),
  DeviceIndex: z.int().min(0),
  NetworkCardIndex: z.int().min(0),
  TrunkNetworkInterfaceId: z.string(),
});

const networkInterfaceSchema = z.strictObject({
  AccountId: id,
  RegionId: id,
  NetworkInterfaceId: id,
  NetworkInterfaceName: z.string(),
  Description: z.string(),
  MacAddress: z.string(),
  Type: z.string(),
  Status: z.string(),
  /** Empty when unattached, when a service holds the attachment, and for Member ENIs. */
  InstanceId: z.string(),
  /** Only trunk and member ENIs have one. */
  Attachment: attachmentSchema.nullable(),
  VpcId: id,
  VSwitchId: id,
  ZoneId: id,
  ResourceGroupId: z.string(),
  PrivateIpSets: z.array(privateIpSchema).min(1),
  Ipv6Sets: z.array(z.strictObject({ Ipv6Address: z.string(), Primary: z.boolean() })),
  Ipv4PrefixSets: z.array(z.string()),
  Ipv6PrefixSets: z.array(z.string()),
  SecurityGroupIds: z.array(z.string()),
  Tags: z.array(tagSchema),
  ServiceManaged: z.boolean(),
  /** int64 as decimal text, since a JavaScript number cannot hold it. */
  ServiceID: z.string().regex(/^\d+$/).nullable(),
  DeleteOnRelease: z.boolean(),
  NetworkInterfaceTrafficMode: z.string(),
  QueueNumber: z.int().min(0),
  QueuePairNumber: z.int().min(0),
  SourceDestCheck: z.boolean(),
  CreationTime: z.string(),
  /** Seconds; absent until somebody sets it. */
  ConnectionTrackingConfiguration: z
    .strictObject({
      TcpEstablishedTimeout: z.int(),
      TcpClosedAndTimeWaitTimeout: z.int(),
      UdpTimeout: z.int(),
    })
    .optional(),
});
export type NetworkInterface = Readonly<z.infer<typeof networkInterfaceSchema>>;

const eipSchema = z.strictObject({
  IpAddress: z.string(),
  AllocationId: z.string(),
  Bandwidth: z.int(),
  InternetChargeType: z.string(),
});

const instanceSchema = z.strictObject({
  AccountId: id,
  RegionId: id,
  InstanceId: id,
  InstanceName: z.string(),
  HostName: z.string(),
  Description: z.string(),
  Status: z.string(),
  InstanceType: id,
  ZoneId: id,
  VpcId: id,
  VSwitchId: id,
  ResourceGroupId: z.string(),
  ImageId: z.string(),
  OSName: z.string(),
  OSType: z.string(),
  KeyPairName: z.string(),
  InstanceChargeType: z.string(),
  CreationTime: z.string(),
  StartTime: z.string(),
  ExpiredTime: z.string(),
  StoppedMode: z.string(),
  DeletionProtection: z.boolean(),
  OperationLocks: z.array(z.string()),
  PublicIpAddress: z.array(z.string()),
  EipAddress: eipSchema.nullable(),
  SecurityGroupIds: z.array(z.string()),
  Tags: z.array(tagSchema),
});
export type Instance = Readonly<z.infer<typeof instanceSchema>>;

const instanceTypeSchema = z.strictObject({
  InstanceTypeId: id,
  InstanceTypeFamily: id,
  CpuCoreCount: z.int().min(1),
  /** GiB, as DescribeInstanceTypes answers; DescribeInstances answers MiB. */
  MemorySize: z.number(),
  EniQuantity: z.int().min(1),
  EniTotalQuantity: z.int().min(1),
  EniPrivateIpAddressQuantity: z.int().min(1),
  EniIpv6AddressQuantity: z.int().min(0),
  EniTrunkSupported: z.boolean(),
  EriQuantity: z.int().min(0),
  NetworkCardQuantity: z.int().min(1),
  /** False: an ENI can be attached or detached only while the instance is Stopped. */
  HotPlugSupported: z.boolean(),
});
export type InstanceType = Readonly<z.infer<typeof instanceTypeSchema>>;

const regionSchema = z.strictObject({
  RegionId: id,
  /** Names by language, as DescribeRegions answers them for AcceptLanguage. */
  LocalNames: z.strictObject({ "zh-CN": z.string(), "en-US": z.string() }),
  RegionEndpoint: z.string(),
  Status: z.enum(["available", "soldOut"]),
  /** False: the accounts have no business here (400 Forbidden.RegionId). */
  Open: z.boolean(),
  Zones: z.array(
    z.strictObject({ ZoneId: id, LocalNames: z.strictObject({ "zh-CN": z.string(), "en-US": z.string() }) }),
  ),
});
export type Region = Readonly<z.infer<typeof regionSchema>>;

const vSwitchSchema = z.strictObject({
  AccountId: id,
  RegionId: id,
  VSwitchId: id,
  VSwitchName: z.string(),
  VpcId: id,
  ZoneId: id,
  CidrBlock: z.string(),
  Ipv6CidrBlock: z.string(),
});
export type VSwitch = Readonly<z.infer<typeof vSwitchSchema>>;

const vpcSchema = z.strictObject({
  AccountId: id,
  RegionId: id,
  VpcId: id,
  VpcName: z.string(),
  CidrBlock: z.string(),
});
export type Vpc = Readonly<z.infer<typeof vpcSchema>>;

const securityGroupSchema = z.strictObject({
  AccountId: id,
  RegionId: id,
  SecurityGroupId: id,
  SecurityGroupName: z.string(),
  /** Empty for a classic-network group, which no ENI may use. */
  VpcId: z.string(),
});
export type SecurityGroup = Readonly<z.infer<typeof securityGroupSchema>>;

const statementSchema = z.strictObject({
  Effect: z.enum(["Allow", "Deny"]),
  Action: z.array(z.string()),
  Resource: z.array(z.string()),
});
export type Statement = z.infer<typeof statementSchema>;

const accessKeySchema = z.strictObject({
  AccessKeyId: id,
  AccessKeySecret: id,
  Status: z.enum(["Active", "Inactive"]),
});

const accountSchema = z.strictObject({
  AccountId: z.string().regex(/^\d{16}$/),
  AccountName: z.string(),
  Users: z.array(
    z.strictObject({
      UserId: id,
      UserName: id,
      AccessKeys: z.array(accessKeySchema),
      Policy: z.array(statementSchema),
    }),
  ),
  Roles: z.array(
    z.strictObject({
      RoleId: id,
      RoleName: id,
      MaxSessionDuration: z.int().min(900),
      /** User ids of any account that may assume the role; "*" for everyone. */
      TrustedUserIds: z.array(z.string()),
      Policy: z.array(statementSchema),
    }),
  ),
});
export type Account = Readonly<z.infer<typeof accountSchema>>;

/** A route that somebody added to the one route table of a VPC; the system's own routes follow from its vSwitches. */
const routeEntrySchema = z.strictObject({
  AccountId: id,
  RegionId: id,
  VpcId: id,
  RouteEntryId: id,
  RouteEntryName: z.string(),
  DestinationCidrBlock: z.string(),
  NextHopType: z.string(),
  NextHopId: z.string(),
});
export type RouteEntry = Readonly<z.infer<typeof routeEntrySchema>>;

/** An elastic IP address that is bound to nothing; bound ones are said by what they are bound to. */
const spareEipSchema = z.strictObject({
  AccountId: id,
  RegionId: id,
  AllocationId: id,
  IpAddress: z.string(),
  Name: z.string(),
});

/** A whole world: the seed file, and what `GET /_emulator/world` answers. */
export const seedSchema = z.strictObject({
  accounts: z.array(accountSchema).min(1),
  regions: z.array(regionSchema).min(1),
  instanceTypes: z.array(instanceTypeSchema),
  vpcs: z.array(vpcSchema),
  vSwitches: z.array(vSwitchSchema),
  securityGroups: z.array(securityGroupSchema),
  instances: z.array(instanceSchema),
  networkInterfaces: z.array(networkInterfaceSchema),
  routeEntries: z.array(routeEntrySchema).default([]),
  eips: z.array(spareEipSchema).default([]),
});
export type Seed = z.infer<typeof seedSchema>;

/** What a test may change on a living ENI or instance; who and where it is stays. */
export const networkInterfacePatchSchema = networkInterfaceSchema
  .omit({ AccountId: true, RegionId: true, NetworkInterfaceId: true })
  .partial();
export const instancePatchSchema = instanceSchema
  .omit({ AccountId: true, RegionId: true, InstanceId: true })
  .partial();
