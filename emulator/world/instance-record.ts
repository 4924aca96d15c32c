import { z } from "zod";
import { id, tagSchema } from "#emulator/world/field-schemas.ts";

const eipSchema = z.strictObject({
  IpAddress: z.string(),
  AllocationId: z.string(),
  Bandwidth: z.int(),
  InternetChargeType: z.string(),
});

/** The status is open, like that of an ENI. */
export const instanceSchema = z.strictObject({
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

/** What a test may change on a living instance; who and where it is stays. */
export const instancePatchSchema = instanceSchema
  .omit({ AccountId: true, RegionId: true, InstanceId: true })
  .partial();
