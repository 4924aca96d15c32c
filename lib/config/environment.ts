import "server-only";
import { existsSync } from "node:fs";
import type { Config, ConfigProblem } from "#lib/config/config.ts";
import { readConfig } from "#lib/config/read-config.ts";
import type { Result } from "#lib/core/result.ts";

/** The configuration of this process, from its environment. The one place of the product that touches `process.env`. */
export function environmentConfig(): Result<Config, ConfigProblem[]> {
  // The demo sets everything itself: a filled .env of someone's real account must not leak into it.
  if (process.env.ENI_DESK_DEMO !== "1" && existsSync(".env")) process.loadEnvFile(".env");
  const config = readConfig(process.env);
  // next-auth reads this variable by itself; without it, it would believe whatever Host a request names.
  if (config.ok) process.env.NEXTAUTH_URL = config.value.publicUrl.origin;
  return config;
}
