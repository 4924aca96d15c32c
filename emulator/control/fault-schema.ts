import { z } from "zod";

/** At most a day, in milliseconds. */
const ms = z.int().min(0).max(86_400_000);
const rows = z.int().min(1).max(500);
const status = z.int().min(200).max(599);

/** Every fault there is. What each does is told in the README, "Faults". */
const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("error"),
    code: z.string().min(1),
    /** Picks the other status of a code that is documented with two, or any for a code that is not ours. */
    httpStatus: status.optional(),
    message: z.string().optional(),
    /** True: the action is carried out all the same, and only the answer lies. */
    applied: z.boolean().optional(),
  }),
  /** With `p99Ms` it varies: half of the calls wait at most `ms`, 99 of 100 at most `p99Ms`. */
  z
    .strictObject({ kind: z.literal("latency"), ms, p99Ms: ms.optional() })
    .refine(({ ms: median, p99Ms }) => p99Ms === undefined || (median > 0 && p99Ms >= median), {
      message: "p99Ms is not below ms, and ms is not 0",
    }),
  z.strictObject({ kind: z.literal("throttle"), retryAfterMs: ms.optional() }),
  z.strictObject({ kind: z.literal("stuck") }),
  z.strictObject({ kind: z.literal("drop-before") }),
  z.strictObject({ kind: z.literal("drop-after") }),
  z.strictObject({ kind: z.literal("apply-late"), ms }),
  z.strictObject({ kind: z.literal("hang"), applied: z.boolean().optional() }),
  /** `reset` breaks the line in mid-body; without it the answer is a complete one of half a document. */
  z.strictObject({ kind: z.literal("truncate"), reset: z.boolean().optional() }),
  z.strictObject({ kind: z.literal("html"), httpStatus: status.optional(), applied: z.boolean().optional() }),
  z.strictObject({ kind: z.literal("no-request-id") }),
  /** The answer bears the RequestId of the call before it. */
  z.strictObject({ kind: z.literal("duplicate-request-id") }),
  z.strictObject({
    kind: z.literal("content-type"),
    value: z
      .string()
      .regex(/^[\x20-\x7e]{1,100}$/)
      .optional(),
  }),
  /** The headers come at once, the body over this long, in real time. */
  z.strictObject({ kind: z.literal("slow-body"), ms }),
  z.strictObject({ kind: z.literal("redirect"), to: z.string().min(1) }),
  z.strictObject({ kind: z.literal("stale-reads"), ms }),
  z.strictObject({ kind: z.literal("page-token-expired") }),
  /** Every page but the first begins with the last rows of the page before it. */
  z.strictObject({ kind: z.literal("page-repeat"), rows: rows.optional() }),
  /** Every page but the first leaves out its first rows. */
  z.strictObject({ kind: z.literal("page-omit"), rows: rows.optional() }),
]);
export type Fault = z.infer<typeof faultSchema>;

export const faultRuleSchema = z.strictObject({
  match: z
    .strictObject({
      action: z.string().optional(),
      networkInterfaceId: z.string().optional(),
      instanceId: z.string().optional(),
      regionId: z.string().optional(),
      accessKeyId: z.string().optional(),
    })
    .default({}),
  fault: faultSchema,
  /** How often it strikes; without a number, until it is deleted. */
  times: z.int().min(1).optional(),
  /** Chance of striking a call that matches, drawn from the seeded source. */
  probability: z.number().min(0).max(1).optional(),
});
export type FaultRule = z.infer<typeof faultRuleSchema>;
