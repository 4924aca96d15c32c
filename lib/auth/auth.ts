import "server-only";
import type { EventActor, EventOrigin } from "#lib/audit/audit-event.ts";
import type { PasswordProblem } from "#lib/auth/password-rules.ts";
import type { AccessReview } from "#lib/contract/people.ts";
import type { Result } from "#lib/core/result.ts";
import type { Actor, Role } from "#lib/domain/actor.ts";
import type { DutyWarning } from "#lib/domain/duties.ts";
import type { Grant } from "#lib/domain/scope.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/**
 * Who someone is, and whether they still are. Sessions and roles are rows that are read at every call, so signing
 * out, a new password, a role taken away or an account disabled count from the next request on.
 * Every change and every refusal is an event, written in the same transaction.
 */
export interface Auth {
  /**
   * Checks name and password and starts a session with an id of its own. The three kinds of being wrong (unknown
   * name, wrong password, disabled account) look alike and cost the same work.
   */
  signIn(attempt: SignInAttempt): Promise<Result<SignedIn, SignInFailure>>;
  /** Starts a session for whom an OpenID provider has vouched for; `claims` are those of a token that was checked. */
  signInWithOpenId(attempt: OpenIdAttempt): Promise<Result<SignedIn, OpenIdFailure>>;
  /** Notes that a sign-in at the provider came to nothing: one event per address and minute. */
  recordOpenIdRefused(refusal: StrangerRefusal): Promise<Result<void, StoreFailure>>;
  /** The person behind a live session. A `background` read (a poll) does not keep the session alive. */
  actorOf(sessionId: string, options: { background: boolean }): Promise<Result<Actor, ActorFailure>>;
  /** Ends one session; ending one that has already ended is no failure and no event. */
  endSession(sessionId: string): Promise<Result<void, StoreFailure>>;
  /** Ends every session of a person; answers how many there were. */
  endAllSessions(userId: string, by: ChangeAuthor): Promise<Result<number, StoreFailure>>;

  /** Proves again who sits there; then a detach that carries warnings may follow for ten minutes. */
  stepUp(own: OwnChange, password: string): Promise<Result<void, ProofFailure>>;
  changeOwnPassword(own: OwnChange, present: string, next: string): Promise<Result<void, ProofFailure>>;
  ownSessions(actor: Actor): Promise<Result<OwnSession[], StoreFailure>>;
  /** Ends one session by its handle, or all but the one that asks; answers how many there were. */
  endOwnSessions(own: OwnChange, which: string | "others"): Promise<Result<number, StoreFailure>>;

  createUser(by: ChangeAuthor, user: NewUser): Promise<Result<UserView, UserChangeFailure>>;
  listUsers(): Promise<Result<ListedUser[], StoreFailure>>;
  /** Also ends the person's sessions. */
  setPassword(by: ChangeAuthor, name: string, password: string): Promise<Result<UserView, UserChangeFailure>>;
  /** Without `dutiesAccepted`, duties that should watch each other are refused with `duties-mixed`. */
  setGrants(
    by: ChangeAuthor,
    name: string,
    grants: readonly Grant[],
    dutiesAccepted: boolean,
  ): Promise<Result<UserView, UserChangeFailure>>;
  /** Who could ask for a detach at some time from `from` (included) to `to` (not), as the log tells it. */
  reviewAccess(from: string, to: string): Promise<Result<AccessReview, StoreFailure>>;
  /** Disabling also ends the person's sessions. */
  setDisabled(
    by: ChangeAuthor,
    name: string,
    disabled: boolean,
  ): Promise<Result<UserView, UserChangeFailure>>;

  /** In the demo, creates whichever of the published accounts is missing; otherwise does nothing. */
  ensureDemoAccounts(): Promise<Result<void, UserChangeFailure>>;
  /**
   * While there is no user and this is not the demo: a new one-time token, which replaces an earlier unused one.
   * Null as soon as there is a user. Only its hash is kept, so print it now.
   */
  ensureSetupToken(): Promise<Result<string | null, StoreFailure>>;
  /** Creates the first administrator with that token, once. */
  completeSetup(setup: SetupAnswer): Promise<Result<UserView, SetupFailure>>;

  /** Notes that someone without a session was refused: one event per address and minute, whatever they try. */
  recordStrangerRefused(refusal: StrangerRefusal): Promise<Result<void, StoreFailure>>;
}

export interface SignInAttempt {
  name: string;
  password: string;
  address: string;
  userAgent: string;
  correlationId?: string;
}
export interface SignedIn {
  sessionId: string;
  userId: string;
  name: string;
  /** A local account, where people sign in with an OpenID provider. */
  emergency: boolean;
}
export interface OpenIdAttempt {
  claims: unknown;
  /** The session that the browser had before, which ends. */
  replaces: string | null;
  address: string;
  userAgent: string;
  correlationId?: string;
}
export type OpenIdFailure =
  /** No value of the claim gives a role, or the person is disabled here: whoever administers knows which. */
  { kind: "no-role" } | { kind: "cannot-be-recorded"; failure: StoreFailure };
export type SignInFailure =
  | { kind: "wrong" }
  | { kind: "too-many"; retryAfterS: number }
  | { kind: "cannot-be-recorded"; failure: StoreFailure };

export type ActorFailure = { kind: "no-session" } | { kind: "unavailable"; failure: StoreFailure };

/** Something that a person does about themselves. */
export interface OwnChange {
  actor: Actor;
  from: EventOrigin;
  correlationId: string;
}
export type ProofFailure =
  | { kind: "wrong" }
  /** An OpenID provider knows this person's password, and we do not. */
  | { kind: "at-provider" }
  | { kind: "too-many"; retryAfterS: number }
  | { kind: "bad-password"; problem: PasswordProblem }
  | { kind: "cannot-be-recorded"; failure: StoreFailure };

/** A session as its owner sees it. Times are ISO 8601 UTC. */
export interface OwnSession {
  /** Names the session, and opens nothing. */
  handle: string;
  /** The one that asks. */
  isThis: boolean;
  startedAt: string;
  lastSeenAt: string;
  address: string;
  userAgent: string;
}

/** Who makes a change to users, for the event about it. */
export interface ChangeAuthor {
  actor: EventActor;
  from?: EventOrigin;
  correlationId?: string;
}

export interface NewUser {
  /** Lower-case letters, digits and `._@-`, at most 64. */
  name: string;
  displayName?: string;
  grants: readonly Grant[];
  password: string;
  /** Somebody was shown that duties come together that should watch each other, and means it. */
  dutiesAccepted?: boolean;
}

/** A user as administrators see one: no hash. Times are ISO 8601 UTC. */
export interface UserView {
  id: string;
  name: string;
  displayName: string;
  issuer: string;
  /** Every role held anywhere. */
  roles: Role[];
  grants: Grant[];
  disabled: boolean;
  createdAt: string;
  passwordChangedAt: string | null;
}

/** With the sessions that are alive. */
export interface ListedUser extends UserView {
  sessions: number;
  lastSeenAt: string | null;
}

export type UserChangeFailure =
  | { kind: "bad-name" }
  | { kind: "no-role" }
  | { kind: "bad-scope"; message: string }
  | { kind: "duties-mixed"; warnings: DutyWarning[] }
  /** An OpenID provider decides about its own people's roles and passwords. */
  | { kind: "managed-elsewhere" }
  | { kind: "bad-password"; problem: PasswordProblem }
  | { kind: "name-taken" }
  | { kind: "unknown-user" }
  /** Nobody could manage users afterwards. */
  | { kind: "last-admin" }
  | { kind: "cannot-be-recorded"; failure: StoreFailure };

export interface SetupAnswer {
  token: string;
  name: string;
  password: string;
  from?: EventOrigin;
}
export type SetupFailure = { kind: "wrong-token" } | UserChangeFailure;

export interface StrangerRefusal {
  address: string;
  userAgent: string;
  /** What was tried, such as `POST /api/requests`. Never a query or a body. */
  what: string;
  correlationId: string;
}
