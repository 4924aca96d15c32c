import { z } from "zod";
import { sendingSchema } from "#lib/contract/settings.ts";
import { ROLES } from "#lib/domain/actor.ts";

export const PERMISSIONS = [
  "inventory.read",
  "requests.read",
  "requests.ask",
  "audit.read",
  "audit.export",
  "access.review",
  "users.manage",
  "settings.manage",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const MODES = ["emulator", "alibaba-cloud"] as const;
export type Mode = (typeof MODES)[number];

export const meSchema = z.object({
  user: z.object({ id: z.string(), name: z.string() }),
  roles: z.array(z.enum(ROLES)),
  permissions: z.array(z.enum(PERMISSIONS)),
  mode: z.enum(MODES),
  observeOnly: z.boolean(),
  /** Signed in with a local account, where people sign in with an OpenID provider. */
  emergency: z.boolean(),
  sending: sendingSchema,
});
export type Me = z.infer<typeof meSchema>;
