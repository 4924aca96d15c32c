import "server-only";

import { currentActor } from "#lib/auth/current-actor.ts";
import type { Mode } from "#lib/contract/session.ts";
import { currentServices } from "#lib/current-services.ts";

/** What the sign-in page may know before anyone has signed in. */
export async function signInContext(): Promise<{
  mode: Mode;
  demo: boolean;
  signedIn: boolean;
  provider: string | null;
}> {
  const { auth, config } = currentServices();
  const actor = await currentActor(auth, config, { background: true });
  const provider = config.openId === null ? null : new URL(config.openId.issuer).host;
  return { mode: config.mode, demo: config.demo, signedIn: actor.ok, provider };
}
