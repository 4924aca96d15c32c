import { z } from "zod";

const password = z.string().min(1).max(1024);

/** Body of POST /api/account/step-up. */
export const stepUpSchema = z.strictObject({ password });
/** Body of POST /api/account/password. */
export const ownPasswordSchema = z.strictObject({ present: password, next: password });
/** Body of POST /api/account/sign-out: one session by its handle, or all but the one that asks. */
export const ownSignOutSchema = z.strictObject({
  session: z.union([z.literal("others"), z.string().regex(/^[0-9a-f]{32}$/)]),
});

export const doneSchema = z.object({ done: z.literal(true) });

const ownSessionSchema = z.object({
  handle: z.string(),
  isThis: z.boolean(),
  startedAt: z.string(),
  lastSeenAt: z.string(),
  address: z.string(),
  userAgent: z.string(),
});

/** What a person sees of themselves. `signsInWith` says where their password is. */
export const accountSchema = z.object({
  name: z.string(),
  signsInWith: z.enum(["password", "provider"]),
  sessions: z.array(ownSessionSchema),
});
export type Account = z.infer<typeof accountSchema>;
