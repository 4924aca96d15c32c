import "server-only";
import { ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import { assumedRole } from "#lib/ecs/assumed-role.ts";
import type { CallContext } from "#lib/ecs/call.ts";
import { createEcsClient, type EcsClient } from "#lib/ecs/client.ts";
import type { CredentialsSource } from "#lib/ecs/credentials.ts";
import type { EndpointSource } from "#lib/ecs/endpoints.ts";
import { type Person, sessionNameFor } from "#lib/ecs/session-name.ts";
import { type ChangeTarget, sessionPolicy } from "#lib/ecs/session-policy.ts";

/** With what an account is changed. Nothing ever stands in for a role that cannot be assumed. */
export type ChangeAccess =
  | { kind: "own-credentials"; ecs: EcsClient }
  | { kind: "role"; role: ChangeRole }
  | { kind: "none" };

/** How long a session may be used: the shortest that STS gives. */
const SESSION_S = 900;
/** With less than this left a pre-flight makes a new one, so that it outlasts whoever thinks before they click. */
const RENEW_BEFORE_MS = 120_000;
/** Of all accounts together; the one that was not used for longest goes first. */
const KEPT_SESSIONS = 1_000;

interface KeptSession {
  credentials: CredentialsSource;
  ecs: EcsClient;
}
/** Sessions in memory; whoever finds theirs gone makes it again. */
export type KeptSessions = Map<string, KeptSession>;

/** As whom a change is made, in the cloud's own words. */
export interface CloudIdentity {
  arn: string;
  sessionName: string;
  /** The session is not called by the person's own name, which STS would not take. */
  isMapped: boolean;
}

export interface ChangeRoleOptions {
  roleArn: string;
  externalId: string | undefined;
  /** Of ENI Desk's own credentials, which assume the role; `accountId` is the role's. */
  context: CallContext;
  /** Those that the reads of the account have taught the regions. */
  endpoints: EndpointSource;
  kept: KeptSessions;
}

/**
 * The role through which one account is changed: in sessions named after the person who acts, each of which may
 * change one attachment and nothing else.
 */
export class ChangeRole {
  readonly roleArn: string;
  readonly #options: ChangeRoleOptions;

  constructor(options: ChangeRoleOptions) {
    this.roleArn = options.roleArn;
    this.#options = options;
  }

  identityOf(person: Person): CloudIdentity {
    const sessionName = sessionNameFor(person);
    const arn = `${this.roleArn.replace(":role/", ":assumed-role/")}/${sessionName}`;
    return { arn, sessionName, isMapped: sessionName !== person.name };
  }

  /** Makes the session where none lasts, so that the change itself is one call. Fails with what STS said. */
  async prepare(person: Person, target: ChangeTarget): Promise<Result<null, EcsFailure>> {
    const got = await this.#sessionFor(person, target).credentials.get();
    return got.ok ? ok(null) : got;
  }

  /** Signs with that session; a change whose session cannot be made ends `not-sent`. */
  clientFor(person: Person, target: ChangeTarget): EcsClient {
    return this.#sessionFor(person, target).ecs;
  }

  #sessionFor(person: Person, target: ChangeTarget): KeptSession {
    const { kept } = this.#options;
    const { action, regionId, instanceId, networkInterfaceId } = target;
    const who = [person.issuer, person.subject, sessionNameFor(person)];
    const key = JSON.stringify([this.roleArn, ...who, action, regionId, instanceId, networkInterfaceId]);
    const session = kept.get(key) ?? this.#begin(person, target);
    kept.delete(key);
    kept.set(key, session);
    const oldest = kept.keys().next();
    if (kept.size > KEPT_SESSIONS && !oldest.done) kept.delete(oldest.value);
    return session;
  }

  #begin(person: Person, target: ChangeTarget): KeptSession {
    const { roleArn, externalId, context, endpoints } = this.#options;
    const input = {
      roleArn,
      sessionName: sessionNameFor(person),
      durationS: SESSION_S,
      externalId,
      policy: sessionPolicy(context.accountId, target),
    };
    const credentials = assumedRole(context, endpoints.identity(), input, RENEW_BEFORE_MS);
    return { credentials, ecs: createEcsClient({ ...context, credentials, endpoints }) };
  }
}
