import { z } from "zod";
import { blockerSchema, warningSchema } from "#lib/contract/problem.ts";
import {
  accountIdSchema,
  instanceIdSchema,
  networkInterfaceIdSchema,
  regionIdSchema,
} from "#lib/core/ids.ts";
import { REQUEST_STATES } from "#lib/domain/detach-request.ts";

/** Control characters other than a line break have no place in text that is printed, exported and logged. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused here
const NO_CONTROL = /^[^\u0000-\u0009\u000b-\u001f\u007f]*$/;
const written = (max: number) =>
  z.string().trim().max(max).regex(NO_CONTROL, "control characters are not allowed");

export const reasonSchema = written(1000).min(8, "at least 8 characters");
export const ticketSchema = written(100);

/** Body of POST /api/requests. */
export const askDetachSchema = z.strictObject({
  action: z.literal("detach"),
  /** May be left out only where there is one account. */
  accountId: accountIdSchema.optional(),
  regionId: regionIdSchema,
  instanceId: instanceIdSchema,
  networkInterfaceId: networkInterfaceIdSchema,
  reason: reasonSchema,
  ticket: ticketSchema.optional(),
  /** The ENI's primary private IP address, typed; needed when there are warnings. */
  confirmation: z.string().trim().max(64).optional(),
  preflightToken: z.string().max(4096).optional(),
});
export type AskDetach = z.infer<typeof askDetachSchema>;

/** Body of POST /api/requests/{id}/send-again. */
export const sendAgainSchema = z.strictObject({
  reason: reasonSchema,
  confirmation: z.string().trim().max(64).optional(),
  preflightToken: z.string().max(4096).optional(),
  /** The number of the last attempt that was on the screen. */
  attempt: z.number().int().min(0),
});
export const stopFollowingSchema = z.strictObject({ reason: reasonSchema });

/** Body of POST /api/requests/{id}/attach-back. */
export const attachBackSchema = z.strictObject({
  reason: reasonSchema,
  /** Left out: the ticket of the request that is undone. */
  ticket: ticketSchema.optional(),
  confirmation: z.string().trim().max(64).optional(),
  preflightToken: z.string().max(4096).optional(),
});

/** Body of POST /api/requests/{id}/note. */
export const noteSchema = z.strictObject({ text: written(2000).min(1, "at least 1 character") });

export const attemptSchema = z.object({
  number: z.number().int(),
  sentAt: z.string(),
  answeredAt: z.string().nullable(),
  result: z.enum(["pending", "accepted", "refused", "throttled", "not-sent", "unknown"]),
  requestId: z.string().nullable(),
  httpStatus: z.number().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  recommend: z.string().nullable(),
  /** As whom it was sent, where that is a session of a role in the account. */
  cloudIdentity: z.string().nullable(),
  /** What the code means, what to do next and who can: in the reader's language. Null where ECS did not refuse. */
  explanation: z
    .object({ meaning: z.string(), nextStep: z.string(), whoActs: z.string(), listed: z.boolean() })
    .nullable(),
});
export type AttemptView = z.infer<typeof attemptSchema>;

/** One line of a request's timeline; `kind` decides the words, the rest is what they are about. */
export const timelineEntrySchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  action: z.string(),
  result: z.string(),
  state: z.string().nullable(),
  actorName: z.string(),
  attempt: z.number().nullable(),
  requestId: z.string().nullable(),
  interfaceStatus: z.string().nullable(),
  note: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const requestSummarySchema = z.object({
  id: z.string(),
  action: z.enum(["detach", "attach"]),
  state: z.enum(REQUEST_STATES),
  accountId: z.string(),
  accountName: z.string(),
  regionId: z.string(),
  instanceId: z.string(),
  instanceName: z.string().nullable(),
  networkInterfaceId: z.string(),
  primaryPrivateIp: z.string().nullable(),
  reason: z.string(),
  ticket: z.string().nullable(),
  askedBy: z.string(),
  askedAt: z.string(),
  updatedAt: z.string(),
  endedAt: z.string().nullable(),
  /** RequestId of the latest attempt that has one. */
  requestId: z.string().nullable(),
  code: z.string().nullable(),
  outcome: z.enum(["detached", "attached", "gone", "unknown"]),
  evidence: z.enum(["answered", "observed"]).nullable(),
});
export type RequestSummary = z.infer<typeof requestSummarySchema>;

export const requestDetailSchema = requestSummarySchema.extend({
  attempts: z.array(attemptSchema),
  events: z.array(timelineEntrySchema),
  blockers: z.array(blockerSchema),
  warnings: z.array(warningSchema),
  may: z.object({
    sendAgain: z.boolean(),
    stopFollowing: z.boolean(),
    attachBack: z.boolean(),
    note: z.boolean(),
  }),
  /** For an attach: the request whose detach it undoes. */
  originRequestId: z.string().nullable(),
  /** For a detach: the requests that attach it back, newest first. */
  attachedBackBy: z.array(z.object({ id: z.string(), state: z.enum(REQUEST_STATES) })),
  /** Where the ENI sat when it was asked; an attach goes to the same instance and network card. */
  seat: z.object({ deviceIndex: z.number().nullable(), networkCardIndex: z.number().nullable() }),
  open: z.boolean(),
});
export type RequestDetail = z.infer<typeof requestDetailSchema>;

export const requestPageSchema = z.object({
  items: z.array(requestSummarySchema),
  cursor: z.string().nullable(),
});
export type RequestPage = z.infer<typeof requestPageSchema>;

export const requestReceiptSchema = z.object({
  id: z.string(),
  state: z.enum(REQUEST_STATES),
  attempts: z.array(z.object({ number: z.number(), requestId: z.string().nullable() })),
  /** ECS has answered, but the answer is not on disk yet; it is written as soon as the database takes it. */
  notYetRecorded: z.literal(true).optional(),
});

/** What was looked up, or not: never a bare "clear". */
export const dependencySchema = z.object({
  kind: z.string(),
  label: z.string(),
  state: z.enum(["none-found", "warning", "blocks", "could-not-check", "not-checked"]),
  detail: z.string(),
});

export const preflightSchema = z.object({
  accountId: z.string(),
  accountName: z.string(),
  regionId: z.string(),
  /** The instance the ENI is on; of an attach, the one it goes to. */
  instance: z
    .object({
      instanceId: z.string(),
      name: z.string(),
      status: z.string(),
      environment: z.string().nullable(),
    })
    .nullable(),
  networkInterface: z.object({
    networkInterfaceId: z.string(),
    name: z.string(),
    status: z.string(),
    /** The instance it is on now; null for none. */
    instanceId: z.string().nullable(),
    type: z.string(),
    primaryPrivateIp: z.string(),
    addresses: z.array(
      z.object({
        address: z.string(),
        kind: z.enum(["private", "public", "ipv6", "prefix"]),
        primary: z.boolean(),
      }),
    ),
  }),
  blockers: z.array(blockerSchema),
  warnings: z.array(warningSchema),
  dependencies: z.array(dependencySchema),
  tier: z.enum(["reason", "typed-address", "blocked"]),
  /** How the person must prove again who they are before this; null where they need not. */
  stepUp: z.enum(["password", "provider"]).nullable(),
  again: z.boolean(),
  token: z.string(),
  observedAt: z.string(),
});
export type Preflight = z.infer<typeof preflightSchema>;
