import "server-only";

import { randomBytes } from "node:crypto";
import { eventActor } from "#lib/audit/audit-event.ts";
import type { ChangeAuthor, ListedUser, UserChangeFailure, UserView } from "#lib/auth/auth.ts";
import { DEMO_ISSUER, LOCAL_ISSUER } from "#lib/auth/auth-deps.ts";
import type { User } from "#lib/contract/people.ts";
import type { Result } from "#lib/core/result.ts";
import type { AdmittedCall } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { policyTexts } from "#lib/i18n/policy-texts.ts";
import { problemTexts } from "#lib/i18n/problem-texts.ts";

/** A user as the pages of administrators need one. */
export function userForAdmins(user: ListedUser): User {
  const { name, displayName, issuer, grants, disabled, createdAt, sessions, lastSeenAt } = user;
  const managedElsewhere = issuer !== LOCAL_ISSUER && issuer !== DEMO_ISSUER;
  return {
    name,
    displayName,
    issuer,
    grants,
    disabled,
    createdAt,
    managedElsewhere,
    sessions,
    lastSeenAt,
  };
}

/** Who changes a user, for the event about it. */
export function authorOf({ actor, from, correlationId }: AdmittedCall): ChangeAuthor {
  return { actor: eventActor(actor), from, correlationId };
}

/** 120 bits, in letters that can be read out. Told once; the person changes it under /account. */
export function newPassword(): string {
  return randomBytes(15).toString("base64url");
}

export function answerChanged(
  call: AdmittedCall,
  changed: Result<UserView, UserChangeFailure>,
  { password, status = 200 }: { password?: string; status?: number } = {},
): Response {
  if (!changed.ok) return refuseChange(call, changed.error);
  return jsonResponse({ name: changed.value.name, ...(password && { password }) }, status);
}

function refuseChange(call: AdmittedCall, failure: UserChangeFailure): Response {
  const text = problemTexts(call.language);
  const invalid = (path: string, message: string) =>
    call.refuse("invalid-request", { issues: [{ path, message }] });
  switch (failure.kind) {
    case "bad-name":
      return invalid("name", "bad-name");
    case "no-role":
      return invalid("grants", "no-role");
    case "bad-scope":
      return invalid("grants", failure.message);
    case "bad-password":
      return invalid("password", failure.problem);
    case "unknown-user":
      return call.refuse("not-found");
    case "last-admin":
    case "managed-elsewhere":
      return call.refuse(failure.kind, { detail: text(`problem.${failure.kind}.detail`) });
    case "name-taken":
      return call.refuse("name-taken");
    case "duties-mixed": {
      const words = policyTexts(call.language);
      const warnings = failure.warnings.map((kind) => ({ kind, message: words(`duty.${kind}`) }));
      return call.refuse("duties-mixed", { warnings });
    }
    case "cannot-be-recorded":
      return call.refuse("cannot-be-recorded", { detail: text("problem.not-recorded.detail") });
  }
}
