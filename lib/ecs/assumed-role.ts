import "server-only";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import {
  type AssumeRoleInput,
  assumeRoleCall,
  type RoleSession,
  readRoleSession,
} from "#lib/ecs/assume-role.ts";
import { type CallContext, callEcs } from "#lib/ecs/call.ts";
import type { CredentialsSource, EcsCredentials } from "#lib/ecs/credentials.ts";
import type { Endpoint } from "#lib/ecs/endpoints.ts";

/** A session is renewed so long before it ends, unless said otherwise. */
const RENEW_BEFORE_MS = 300_000;
/** No call is signed with a session that ends within this time. */
const LAST_USE_BEFORE_MS = 10_000;
/** After a failure STS is not asked again sooner. */
const ASK_AGAIN_MS = 5_000;

/**
 * Credentials of a role, assumed with those of `context`. The session is kept and renewed before it ends; callers
 * share one AssumeRole. While a renewal fails, the session goes on being used for as long as it lasts; after that
 * the failure of STS is the answer, with its code and RequestId.
 */
export function assumedRole(
  context: CallContext,
  endpoint: Endpoint,
  input: AssumeRoleInput,
  renewBeforeMs = RENEW_BEFORE_MS,
): CredentialsSource {
  const { clock, serverClock } = context;
  let session: RoleSession | null = null;
  let failed: { at: number; failure: EcsFailure } | null = null;
  let underWay: Promise<void> | null = null;

  const lasts = (marginMs: number) =>
    session !== null && clock.now() + serverClock.offsetMs + marginMs < session.expiresAtMs;

  const assume = async () => {
    const answer = await callEcs(context, ok(endpoint), assumeRoleCall(input));
    const read = answer.ok ? readRoleSession(answer.value) : answer;
    if (read.ok) session = read.value;
    failed = read.ok ? null : { at: clock.now(), failure: read.error };
  };

  const known = (): Result<EcsCredentials, EcsFailure> => {
    if (session && lasts(LAST_USE_BEFORE_MS)) return ok(session.credentials);
    return err(failed?.failure ?? { kind: "not-sent", cause: "STS gave a session that has already ended" });
  };

  return {
    async get() {
      const mayAsk = failed === null || clock.now() - failed.at >= ASK_AGAIN_MS;
      if (!lasts(renewBeforeMs) && mayAsk) {
        underWay ??= assume().finally(() => {
          underWay = null;
        });
        await underWay;
      }
      return known();
    },
  };
}
