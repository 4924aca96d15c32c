import "server-only";

import type { OwnChange, ProofFailure } from "#lib/auth/auth.ts";
import { DEMO_ISSUER, LOCAL_ISSUER } from "#lib/auth/auth-deps.ts";
import type { Account } from "#lib/contract/account.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { AdmittedCall } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import type { Viewer } from "#lib/http/viewer.ts";
import { problemTexts } from "#lib/i18n/problem-texts.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** Where this person's password is: here, or at an OpenID provider. */
export function signsInWith({ issuer }: Actor): "password" | "provider" {
  return issuer === LOCAL_ISSUER || issuer === DEMO_ISSUER ? "password" : "provider";
}

export function ownChangeOf({ actor, from, correlationId }: AdmittedCall): OwnChange {
  return { actor, from, correlationId };
}

export function answerProof(call: AdmittedCall, proved: Result<void, ProofFailure>): Response {
  if (proved.ok) return jsonResponse({ done: true });
  const text = problemTexts(call.language);
  const failure = proved.error;
  switch (failure.kind) {
    case "wrong":
      return call.refuse("wrong-password", { detail: text("problem.wrong-password.detail") });
    case "at-provider":
      return call.refuse("managed-elsewhere", { detail: text("problem.managed-elsewhere.detail") });
    case "too-many":
      return call.refuse("too-many", {}, { "retry-after": String(failure.retryAfterS) });
    case "bad-password":
      return call.refuse("invalid-request", { issues: [{ path: "next", message: failure.problem }] });
    case "cannot-be-recorded":
      return call.refuse("cannot-be-recorded", { detail: text("problem.not-recorded.detail") });
  }
}

/** What a person sees of themselves. */
export async function ownSessionsView({
  services,
  actor,
}: Pick<Viewer, "services" | "actor">): Promise<Result<Account, StoreFailure>> {
  const sessions = await services.auth.ownSessions(actor);
  if (!sessions.ok) return sessions;
  return ok({ name: actor.name, signsInWith: signsInWith(actor), sessions: sessions.value });
}
