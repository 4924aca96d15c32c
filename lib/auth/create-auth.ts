import "server-only";
import { reviewAccess } from "#lib/auth/access-review.ts";
import type { Auth } from "#lib/auth/auth.ts";
import type { AuthDeps } from "#lib/auth/auth-deps.ts";
import { signInWithOpenId } from "#lib/auth/openid-sign-in.ts";
import { endOwnSessions, ownSessions } from "#lib/auth/own-sessions.ts";
import { changeOwnPassword, stepUp } from "#lib/auth/proof.ts";
import { actorOf, endAllSessions, endSession } from "#lib/auth/sessions.ts";
import { completeSetup, ensureDemoAccounts, ensureSetupToken } from "#lib/auth/setup.ts";
import { signIn } from "#lib/auth/sign-in.ts";
import { recordOpenIdRefused, recordStrangerRefused } from "#lib/auth/stranger-refusals.ts";
import { createUser, listUsers, setDisabled, setGrants, setPassword } from "#lib/auth/users.ts";

export function createAuth(deps: AuthDeps): Auth {
  return {
    signIn: (attempt) => signIn(deps, attempt),
    signInWithOpenId: (attempt) => signInWithOpenId(deps, attempt),
    recordOpenIdRefused: (refusal) => recordOpenIdRefused(deps, refusal),
    actorOf: (sessionId, options) => actorOf(deps, sessionId, options),
    endSession: (sessionId) => endSession(deps, sessionId),
    endAllSessions: (userId, by) => endAllSessions(deps, userId, by),
    stepUp: (own, password) => stepUp(deps, own, password),
    changeOwnPassword: (own, present, next) => changeOwnPassword(deps, own, present, next),
    ownSessions: (actor) => ownSessions(deps, actor),
    endOwnSessions: (own, which) => endOwnSessions(deps, own, which),
    createUser: (by, user) => createUser(deps, by, user),
    listUsers: () => listUsers(deps),
    setPassword: (by, name, password) => setPassword(deps, by, name, password),
    setGrants: (by, name, grants, accepted) => setGrants(deps, by, name, grants, accepted),
    reviewAccess: (from, to) => reviewAccess(deps, from, to),
    setDisabled: (by, name, disabled) => setDisabled(deps, by, name, disabled),
    ensureDemoAccounts: () => ensureDemoAccounts(deps),
    ensureSetupToken: () => ensureSetupToken(deps),
    completeSetup: (setup) => completeSetup(deps, setup),
    recordStrangerRefused: (refusal) => recordStrangerRefused(deps, refusal),
  };
}
