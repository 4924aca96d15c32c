import { grantSchema } from "#lib/contract/people.ts";
import type { Role } from "#lib/domain/actor.ts";
import type { Grant } from "#lib/domain/scope.ts";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";
import { parseScope, scopeText } from "#lib/policy/scope-text.ts";

/** A role as it is being typed. `key` stays with the row while others come and go. */
export interface RoleDraft {
  key: number;
  role: Role;
  limits: string;
}

export function draftsOf(grants: readonly Grant[]): RoleDraft[] {
  return grants.map(({ role, scope }, key) => ({ key, role, limits: scopeText(scope) }));
}

/** What is typed as a grant, or what is wrong with it in words. */
export function grantOf(
  { role, limits }: RoleDraft,
  t: UiTranslate,
): { grant: Grant; problem: null } | { grant: null; problem: string } {
  const scope = parseScope(limits);
  if (!scope.ok) {
    const { kind, piece } = scope.error;
    return { grant: null, problem: t(`people.limits.${kind}`, { piece }) };
  }
  const grant = { role, scope: scope.value };
  const checked = grantSchema.safeParse(grant);
  if (checked.success) return { grant, problem: null };
  return { grant: null, problem: checked.error.issues[0]?.message ?? "" };
}
