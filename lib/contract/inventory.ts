import { z } from "zod";
import { blockerSchema, warningSchema } from "#lib/contract/problem.ts";
import { requestSummarySchema } from "#lib/contract/requests.ts";

export const tagSchema = z.object({ key: z.string(), value: z.string() });

/** One account-region pair that rows come from; `ok: false` leaves the rest of the list standing. */
export const sourceSchema = z.object({
  accountId: z.string(),
  accountName: z.string(),
  regionId: z.string(),
  ok: z.boolean(),
  observedAt: z.string().nullable(),
  /** Its first reading is still under way: more rows may come. Left out once all of it was read. */
  partial: z.boolean().optional(),
  /** It is being read now: what is shown may soon be another. */
  walking: z.boolean().optional(),
  /** How old it may become before a look at it has it read again; longer for large regions. */
  refreshEveryS: z.number().int().optional(),
  problem: z
    .object({
      kind: z.string(),
      message: z.string(),
      code: z.string().optional(),
      requestId: z.string().optional(),
    })
    .optional(),
});
export type SourceView = z.infer<typeof sourceSchema>;

export const ownerSchema = z.object({
  kind: z.enum(["service", "terway", "kubernetes", "terraform", "ros"]),
  name: z.string(),
  evidence: z.string(),
});

export const detachViewSchema = z.object({
  allowed: z.boolean(),
  /** True when the ENI is already Detaching: what is offered is sending again. */
  again: z.boolean(),
  blockers: z.array(blockerSchema),
  warnings: z.array(warningSchema),
});
export type DetachView = z.infer<typeof detachViewSchema>;

export const networkInterfaceRowSchema = z.object({
  accountId: z.string(),
  accountName: z.string(),
  networkInterfaceId: z.string(),
  name: z.string(),
  description: z.string(),
  type: z.string(),
  status: z.string(),
  regionId: z.string(),
  zoneId: z.string(),
  vpcId: z.string(),
  vSwitchId: z.string(),
  primaryPrivateIp: z.string(),
  privateIps: z.array(
    z.object({ address: z.string(), primary: z.boolean(), publicIp: z.string().optional() }),
  ),
  ipv6: z.array(z.string()),
  macAddress: z.string(),
  securityGroupIds: z.array(z.string()),
  instanceId: z.string().nullable(),
  instanceName: z.string().nullable(),
  instanceStatus: z.string().nullable(),
  deviceIndex: z.number().nullable(),
  serviceManaged: z.boolean(),
  deleteOnRelease: z.boolean(),
  trunkNetworkInterfaceId: z.string().nullable(),
  owner: ownerSchema.optional(),
  tags: z.array(tagSchema),
  createdAt: z.string(),
  /** Only of one that is Available: since when it was seen so; `sawItCome` when it was seen attached before that. */
  unattached: z.object({ since: z.string(), sawItCome: z.boolean() }).optional(),
  detach: detachViewSchema,
  /** The request that is open for this ENI, if any, and who asked. */
  openRequest: z
    .object({ id: z.string(), action: z.enum(["detach", "attach"]), state: z.string(), askedBy: z.string() })
    .optional(),
  observedAt: z.string(),
});
export type NetworkInterfaceRow = z.infer<typeof networkInterfaceRowSchema>;

export const instanceRowSchema = z.object({
  accountId: z.string(),
  accountName: z.string(),
  instanceId: z.string(),
  name: z.string(),
  hostName: z.string(),
  status: z.string(),
  instanceType: z.string(),
  cpu: z.number(),
  memoryMb: z.number(),
  osName: z.string(),
  regionId: z.string(),
  zoneId: z.string(),
  vpcId: z.string().nullable(),
  vSwitchId: z.string().nullable(),
  primaryPrivateIp: z.string().nullable(),
  publicIps: z.array(z.string()),
  securityGroupIds: z.array(z.string()),
  operationLocks: z.array(z.string()),
  tags: z.array(tagSchema),
  createdAt: z.string(),
  networkInterfaceCount: z.number().int(),
  detachableCount: z.number().int(),
  /** How many ENIs its type takes, members of trunks not counted, and how many more that leaves; not there while it is not known. */
  slots: z.object({ all: z.number().int(), free: z.number().int() }).optional(),
  observedAt: z.string(),
});
export type InstanceRow = z.infer<typeof instanceRowSchema>;

function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    /** How many match. */
    total: z.number().int(),
    /** How many there would be without any filter but account and region. */
    unfilteredTotal: z.number().int(),
    /** Where `items` begin, from 0. */
    offset: z.number().int(),
    /** Asked for again, the window comes from the same list; a version that is gone answers 410. */
    version: z.string(),
    cursor: z.string().nullable(),
    sources: z.array(sourceSchema),
  });
}

export const instancePageSchema = pageOf(instanceRowSchema);
export type InstancePage = z.infer<typeof instancePageSchema>;

export const networkInterfacePageSchema = pageOf(networkInterfaceRowSchema);
export type NetworkInterfacePage = z.infer<typeof networkInterfacePageSchema>;

export const instanceDetailSchema = z.object({
  instance: instanceRowSchema,
  networkInterfaces: z.array(networkInterfaceRowSchema),
  observedAt: z.string(),
});
export type InstanceDetail = z.infer<typeof instanceDetailSchema>;

export const regionListSchema = z.object({
  items: z.array(
    z.object({
      regionId: z.string(),
      localName: z.string(),
      ok: z.boolean(),
      problem: z.string().optional(),
    }),
  ),
});
export type RegionList = z.infer<typeof regionListSchema>;

/** A change of an attachment that was made elsewhere: it was noticed, not asked for here. */
export const outsideChangeSchema = z.object({
  /** The event of the audit log. */
  seq: z.number().int(),
  /** When it was last known to be as before, and when it was first seen changed. */
  lastSeenAt: z.string(),
  seenAt: z.string(),
  /** Instance ids; null: on none, or that half of a move was ours. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  gone: z.boolean(),
});
export type OutsideChange = z.infer<typeof outsideChangeSchema>;

export const networkInterfaceDetailSchema = z.object({
  networkInterface: networkInterfaceRowSchema,
  instance: instanceRowSchema.nullable(),
  history: z.array(requestSummarySchema),
  /** Newest first. */
  outsideChanges: z.array(outsideChangeSchema),
  /** ECS's own answer about this ENI, as received, and the RequestId it came with. */
  raw: z.unknown(),
  rawRequestId: z.string().nullable(),
  observedAt: z.string(),
});
export type NetworkInterfaceDetail = z.infer<typeof networkInterfaceDetailSchema>;
