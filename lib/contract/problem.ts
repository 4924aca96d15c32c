import { z } from "zod";

/**
 * Every way our own API says no (application/problem+json, RFC 9457). `type` is the part to program against;
 * `title` and `detail` are for people and follow the language asked for.
 * `requestId` is ECS's; `request` is the request of ours that is concerned.
 */
export const problemTypes = [
  "invalid-request",
  "no-session",
  "not-permitted",
  "cross-site",
  "not-found",
  "blocked",
  "changed",
  "request-open",
  "ecs-refused",
  "idempotency-key-reused",
  "confirmation-needed",
  "name-taken",
  "last-admin",
  "managed-elsewhere",
  "version-expired",
  "duties-mixed",
  "step-up-needed",
  "wrong-password",
  "too-many",
  "payload-too-large",
  "method-not-allowed",
  "wrong-host",
  "cannot-be-recorded",
  "sending-stopped",
  "ecs-unreachable",
  "internal",
] as const;
export type ProblemType = (typeof problemTypes)[number];

export const blockerSchema = z.object({
  reason: z.string(),
  message: z.string(),
  fix: z.string(),
  whoActs: z.string(),
  ecsCode: z.string().nullable(),
});
export type BlockerView = z.infer<typeof blockerSchema>;

export const warningSchema = z.object({ kind: z.string(), message: z.string() });
export type WarningView = z.infer<typeof warningSchema>;

export const problemSchema = z.object({
  type: z.enum(problemTypes),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  code: z.string().optional(),
  requestId: z.string().optional(),
  request: z.object({ id: z.string(), state: z.string(), href: z.string() }).optional(),
  blockers: z.array(blockerSchema).optional(),
  warnings: z.array(warningSchema).optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  correlationId: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
