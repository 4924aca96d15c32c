import "server-only";
import type { Config } from "#lib/config/config.ts";
import type { Clock } from "#lib/core/clock.ts";
import type { Store } from "#lib/store/store.ts";

export interface AuthDeps {
  store: Store;
  clock: Clock;
  config: Pick<Config, "mode" | "demo"> & { openId?: Config["openId"] };
}

/** Accounts of the demo carry this issuer, so that a database that outlives the demo lets none of them in. */
export const DEMO_ISSUER = "demo";
export const LOCAL_ISSUER = "local";

export function isDemo({ config }: AuthDeps): boolean {
  return config.mode === "emulator" && config.demo;
}

/** May someone vouched for by this issuer sign in here? */
export function isIssuerTrusted(deps: AuthDeps, issuer: string): boolean {
  if (issuer === LOCAL_ISSUER) return true;
  return issuer === DEMO_ISSUER ? isDemo(deps) : issuer === deps.config.openId?.issuer;
}
