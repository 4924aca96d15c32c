import "server-only";
import type { Kysely } from "kysely";
import { z } from "zod";
import { shownEventOfRow } from "#lib/audit/event-chain.ts";
import { heldRange } from "#lib/audit/held-range.ts";
import type { AuthDeps } from "#lib/auth/auth-deps.ts";
import type { AuditEventView } from "#lib/contract/audit.ts";
import { type AccessReview, type AccessSpan, scopedRolesSchema } from "#lib/contract/people.ts";
import { canonicalJson } from "#lib/core/json.ts";
import type { Result } from "#lib/core/result.ts";
import { ROLES } from "#lib/domain/actor.ts";
import type { Grant, Scope } from "#lib/domain/scope.ts";
import { mayDo } from "#lib/policy/permissions.ts";
import type { Database } from "#lib/store/schema.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** What the event of a change tells of a user's rights. Roles are in it when they were set. */
const changeSchema = z.object({
  what: z.string(),
  userId: z.string(),
  user: z.string(),
  roles: z.array(z.enum(ROLES)).optional(),
  scopedRoles: scopedRolesSchema.optional(),
});

interface Person {
  grants: readonly Grant[];
  disabled: boolean;
  open: AccessSpan[];
}

/**
 * Who could ask for a detach at some time between `from` (included) and `to` (not), from the events that gave and took
 * it: the users of today do not say what they could do then. ISO 8601 UTC.
 */
export function reviewAccess(
  { store }: AuthDeps,
  from: string,
  to: string,
): Promise<Result<AccessReview, StoreFailure>> {
  return store.read(async (db) => {
    const held = await heldRange(db);
    const spans = spansOf(await changesBefore(db, to));
    const items = spans.filter((span) => span.until === null || span.until > from);
    return { from, to, items, complete: held.fromSeq === 1 };
  });
}

async function changesBefore(db: Kysely<Database>, to: string): Promise<AuditEventView[]> {
  const rows = await db
    .selectFrom("events")
    .selectAll()
    .where("action", "=", "user.changed")
    .where("result", "=", "ok")
    .where("at", "<", to)
    .orderBy("seq")
    .execute();
  return rows.map(shownEventOfRow);
}

function spansOf(events: readonly AuditEventView[]): AccessSpan[] {
  const people = new Map<string, Person>();
  const spans: AccessSpan[] = [];
  for (const event of events) {
    const change = changeSchema.safeParse(event.after);
    if (!change.success) continue;
    const { what, userId, roles, scopedRoles = [] } = change.data;
    const person = people.get(userId) ?? { grants: [], disabled: false, open: [] };
    people.set(userId, person);
    if (what === "disabled" || what === "enabled") person.disabled = what === "disabled";
    if (roles) person.grants = [...roles.map((role) => ({ role, scope: null })), ...scopedRoles];
    const scopes = person.disabled ? [] : askingScopes(person.grants);
    const kept = person.open.filter((span) => scopes.some((scope) => isSame(scope, span.scope)));
    for (const span of person.open) if (!kept.includes(span)) span.until = event.at;
    const begun = scopes
      .filter((scope) => !kept.some((span) => isSame(scope, span.scope)))
      .map((scope) => spanFrom(event, change.data, scope));
    spans.push(...begun);
    person.open = [...kept, ...begun];
  }
  return spans;
}

/** Where someone with these grants may ask; everywhere makes the narrower ones mean nothing. */
function askingScopes(grants: readonly Grant[]): (Scope | null)[] {
  const scopes = grants.filter(({ role }) => mayDo([role], "requests.ask")).map(({ scope }) => scope);
  return scopes.includes(null) ? [null] : scopes;
}

function isSame(a: Scope | null, b: Scope | null): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function spanFrom(
  { at, seq, actor }: AuditEventView,
  { user, userId }: z.infer<typeof changeSchema>,
  scope: Scope | null,
): AccessSpan {
  return { user, userId, scope, from: at, until: null, grantedBy: actor.name, seq };
}
