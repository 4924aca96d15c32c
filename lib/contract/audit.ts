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

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * The end of the chain at one moment, signed with a key that is kept outside the database. Without a key it is
 * published all the same, and `keyId` and `signature` are null.
 */
export const signedHeadSchema = z.object({
  schemaVersion: z.literal(1),
  seq: z.number().int().nonnegative(),
  hash: hashSchema,
  at: z.iso.datetime(),
  /** The first 16 hexadecimal digits of the SHA-256 of the public key (SPKI, DER). */
  keyId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  /** Ed25519, base64. */
  signature: z.string().nullable(),
});
export type SignedHead = z.infer<typeof signedHeadSchema>;

/** From where on the log is held here: what was before is in archives. */
export const auditHeldSchema = z.object({
  fromSeq: z.number().int(),
  /** The last range that was archived and taken out; null while nothing was. */
  sealed: z.object({ toSeq: z.number().int(), at: z.string(), archive: z.string() }).nullable(),
});
export type AuditHeld = z.infer<typeof auditHeldSchema>;

export const auditPageSchema = z.object({
  items: z.array(auditEventSchema),
  cursor: z.string().nullable(),
  head: z.object({ seq: z.number().int(), hash: z.string() }),
  /** The last head that was published; null before the first one. */
  publishedHead: signedHeadSchema.nullable(),
  held: auditHeldSchema,
  /** Since when attachments changed elsewhere are noticed, in the region that was read first; null: nowhere yet. On the first page only. */
  outsideSince: z.iso.datetime().nullable().optional(),
  /** How many events match on each day of the reader's time zone, oldest first, days without any left out. On the first page only. */
  days: z.array(z.object({ day: z.iso.date(), count: z.number().int() })).optional(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** Where a head was kept that a log was compared with. */
export const headSourceSchema = z.enum(["heads-file", "remembered", "given"]);
export type HeadSource = z.infer<typeof headSourceSchema>;

export const auditVerdictSchema = z.discriminatedUnion("intact", [
  z.object({
    intact: z.literal(true),
    count: z.number().int(),
    head: z.object({ seq: z.number().int(), hash: z.string() }),
    comparedWith: z.string(),
    /** The newest outside head of each source that the log was compared with; empty means truncation is not excluded. */
    compared: z.array(
      z.object({ source: headSourceSchema, seq: z.number().int(), at: z.string().nullable() }),
    ),
    /** The newest head inside the log whose signature was checked and is right; null where none was checked. */
    signed: z.object({ seq: z.number().int(), at: z.string(), keyId: z.string() }).nullable(),
    held: auditHeldSchema,
  }),
  z.object({ intact: z.literal(false), firstBadSeq: z.number().int(), problem: z.string() }),
]);
export type AuditVerdict = z.infer<typeof auditVerdictSchema>;

/** What an exported file or an archive covers; the last event of the file carries it as `export`. */
export const auditCoverSchema = z.object({
  schemaVersion: z.literal(1),
  head: signedHeadSchema,
  held: auditHeldSchema,
  filters: z.record(z.string(), z.string()),
  count: z.number().int(),
});
export type AuditCover = z.infer<typeof auditCoverSchema>;

/**
 * One request alone, verifiable by itself: its events in full, and of the events between them and the next head
 * nothing but their digests.
 */
export const evidenceSchema = z.object({
  schemaVersion: z.literal(1),
  request: z.string(),
  madeAt: z.iso.datetime(),
  segments: z
    .array(
      z.object({
        prevHash: hashSchema,
        links: z
          .array(
            z.union([
              z.object({ event: auditEventSchema.loose() }),
              z.object({ seq: z.number().int(), digest: hashSchema }),
            ]),
          )
          .min(1),
        head: signedHeadSchema,
      }),
    )
    .min(1),
});
export type Evidence = z.infer<typeof evidenceSchema>;
