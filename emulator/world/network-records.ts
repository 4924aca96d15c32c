import { z } from "zod";
import { id } from "#emulator/world/field-schemas.ts";

export const vpcSchema = z.strictObject({
  AccountId: id,
  RegionId: id,
  VpcId: id,
  VpcName: z.string(),
  CidrBlock: z.string(),
});
export type Vpc = Readonly<z.infer<typeof vpcSchema>>;

export const vSwitchSchema = z.strictObject({
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

export const securityGroupSchema = z.strictObject({
  AccountId: id,
  RegionId: id,
  SecurityGroupId: id,
  SecurityGroupName: z.string(),
  /** Empty for a classic-network group, which no ENI may use. */
  VpcId: z.string(),
});
export type SecurityGroup = Readonly<z.infer<typeof securityGroupSchema>>;

/** A route that somebody added to the one route table of a VPC; the system's own routes follow from its vSwitches. */
export const routeEntrySchema = z.strictObject({
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
export const spareEipSchema = z.strictObject({
  AccountId: id,
  RegionId: id,
  AllocationId: id,
  IpAddress: z.string(),
  Name: z.string(),
});
