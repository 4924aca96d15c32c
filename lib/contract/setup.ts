import { z } from "zod";

/** Body of POST /api/setup: the one-time token that was printed at the first start, and the first administrator. */
export const setupSchema = z.strictObject({
  token: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(64),
  password: z.string().min(1).max(200),
});
