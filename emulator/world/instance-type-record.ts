import { z } from "zod";
import { id } from "#emulator/world/field-schemas.ts";

export const instanceTypeSchema = z.strictObject({
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
