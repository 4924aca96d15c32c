import "server-only";

import { err, ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { AskFailure } from "#lib/requests/ask-failure.ts";
import type { Desk } from "#lib/requests/desk.ts";
import type { Assessment } from "#lib/requests/preflight.ts";

export interface Given {
  confirmation: string | undefined;
  preflightToken: string | undefined;
  accountId: string;
  regionId: string;
  instanceId: string;
  networkInterfaceId: string;
}

/** How long a proof of who sits there is good for what carries warnings. */
export const PROOF_GOOD_FOR_MS = 10 * 60_000;

/** What carries warnings is not left to whoever finds a signed-in browser (ASVS 7.5.3). */
export function needsStepUp(desk: Pick<Desk, "clock">, actor: Actor, { warnings }: Assessment): boolean {
  return warnings.length > 0 && desk.clock.now() - actor.authenticatedAtMs >= PROOF_GOOD_FOR_MS;
}

/**
 * Whether the person agreed to exactly this: the token, where one is given, was made for this person and this ENI and
 * shows the same blockers, warnings and addresses as the read that decides; with warnings, the primary private IP
 * address was typed, and the person proved lately who they are. A token that does not fit is a difference to look at, never a detach.
 */
export function checkConsent(
  desk: Desk,
  actor: Actor,
  given: Given,
  assessment: Assessment,
): Result<null, AskFailure> {
  const { blockers, warnings, tier, digest, read } = assessment;
  if (given.preflightToken !== undefined) {
    const consent = desk.tokens.open(given.preflightToken, desk.clock.now());
    const fits =
      consent !== null &&
      consent.userId === actor.userId &&
      consent.accountId === given.accountId &&
      consent.regionId === given.regionId &&
      consent.instanceId === given.instanceId &&
      consent.networkInterfaceId === given.networkInterfaceId &&
      consent.digest === digest;
    if (!fits) return err({ kind: "changed", blockers, warnings });
  }
  const address = read.networkInterface.primaryPrivateIp;
  if (tier === "typed-address" && given.confirmation !== address) {
    return err({ kind: "confirmation-needed", address, warnings });
  }
  if (needsStepUp(desk, actor, assessment)) return err({ kind: "step-up-needed" });
  return ok(null);
}
