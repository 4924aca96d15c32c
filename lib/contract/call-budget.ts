import { z } from "zod";

/** Calls to ECS of one account, region and action, against what ENI Desk allows itself: half of what ECS takes. */
export const callBudgetRowSchema = z.object({
  accountId: z.string(),
  /** Null for the calls that belong to no region. */
  regionId: z.string().nullable(),
  action: z.string(),
  /** Calls of this process in the last 60 seconds. */
  used: z.number(),
  allowed: z.number(),
  /** Until when walks hold back because ECS throttled; ISO 8601, null when they don't. */
  backOffUntil: z.string().nullable(),
});
export type CallBudgetRow = z.infer<typeof callBudgetRowSchema>;

/** What `GET /api/call-budget` answers: the busiest first. */
export const callBudgetSchema = z.object({ items: z.array(callBudgetRowSchema) });
