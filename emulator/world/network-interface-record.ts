import { z } from "zod";
import { id, tagSchema } from "#emulator/world/field-schemas.ts";

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

/** Statuses and types are open: real ECS has answered values that no page lists, and a test must be able to show one. */
export const networkInterfaceSchema = z.strictObject({
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

/** What a test may change on a living ENI; who and where it is stays. */
export const networkInterfacePatchSchema = networkInterfaceSchema
  .omit({ AccountId: true, RegionId: true, NetworkInterfaceId: true })
  .partial();
