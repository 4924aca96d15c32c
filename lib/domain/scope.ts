import type { Role } from "#lib/domain/actor.ts";
import type { Tag } from "#lib/domain/network-interface.ts";

/**
 * Where a role holds. Each part that is given must fit, one of its values is enough; a tag fits with key and value.
 * ENIs and instances have tags of their own: an ENI does not inherit its instance's.
 */
export interface Scope {
  readonly accountIds?: readonly string[] | undefined;
  readonly regionIds?: readonly string[] | undefined;
  readonly vpcIds?: readonly string[] | undefined;
  readonly tags?: readonly Tag[] | undefined;
}

/** A role, and where it holds; null is everywhere. One role may be held in several scopes. */
export interface Grant {
  readonly role: Role;
  readonly scope: Scope | null;
}

/** What of a thing decides whether a scope holds it. `null` where the thing has none, or it is not known. */
export interface Place {
  readonly accountId: string;
  readonly regionId: string;
  readonly vpcId: string | null;
  readonly tags: readonly Tag[] | null;
}
