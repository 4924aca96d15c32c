import { z } from "zod";
import { reasonSchema } from "#lib/contract/requests.ts";

/** May ENI Desk send changes to ECS? An empty `reason` says that the switch can't be read, which means no. */
export const sendingSchema = z.discriminatedUnion("enabled", [
  z.object({ enabled: z.literal(true) }),
  z.object({
    enabled: z.literal(false),
    reason: z.string(),
    by: z.string().nullable(),
    at: z.string().nullable(),
  }),
]);
export type SendingView = z.infer<typeof sendingSchema>;

/** Body of POST /api/settings/sending. */
export const sendingOrderSchema = z.strictObject({ enabled: z.boolean(), reason: reasonSchema });
export type SendingOrder = z.infer<typeof sendingOrderSchema>;
