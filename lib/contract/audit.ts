import { z } from "zod";

/** One event of the append-only log, as the API shows and exports it. */
export const auditEventSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  schemaVersion: z.number().int(),
  actor: z.object({ issuer: z.string(), subject: z.string(), name: z.string(), roles: z.array(z.string()) }),
  cloudIdentity: z.string().optional(),
  action: z.string(),
  result: z.enum(["ok", "refused", "blocked", "failed", "unknown"]),
  target: z
    .object({
      accountId: z.string(),
      regionId: z.string(),
      instanceId: z.string().optional(),
      networkInterfaceId: z.string().optional(),
    })
    .optional(),
  reason: z.string().optional(),
  ticket: z.string().optional(),
  requestId: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  request: z.string().optional(),
  attempt: z.number().int().optional(),
  from: z.object({ address: z.string(), userAgent: z.string() }).optional(),
  before: z.record(z.string(), z.unknown()).optional(),
  after: z.record(z.string(), z.unknown()).optional(),
  correlationId: z.string(),
  prevHash: z.string(),
  hash: z.string(),
});
export type AuditEventView = z.infer<typeof auditEventSchema>;

export const auditPageSchema = z.object({
  items: z.array(auditEventSchema),
  cursor: z.string().nullable(),
  head: z.object({ seq: z.number().int(), hash: z.string() }),
  /** How many events match on each day of the reader's time zone, oldest first, days without any left out. On the first page only. */
  days: z.array(z.object({ day: z.iso.date(), count: z.number().int() })).optional(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

export const auditVerdictSchema = z.discriminatedUnion("intact", [
  z.object({
    intact: z.literal(true),
    count: z.number().int(),
    head: z.object({ seq: z.number().int(), hash: z.string() }),
    comparedWith: z.string(),
  }),
  z.object({ intact: z.literal(false), firstBadSeq: z.number().int(), problem: z.string() }),
]);
export type AuditVerdict = z.infer<typeof auditVerdictSchema>;
