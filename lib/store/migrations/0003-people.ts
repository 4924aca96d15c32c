import "server-only";
import type { Ddl } from "#lib/store/migrations/ddl.ts";

/**
 * `subject` is what an OpenID provider calls a person; with the issuer it is who they are, whatever their name says.
 * `scoped_roles` are the roles that hold only in a scope. They stand beside `roles` and not in it, so that an older
 * version that runs beside this one knows nothing of them and grants nothing for them.
 * `authenticated_at` is when the person last proved who they are in this session; null means when it began.
 */
export const people: readonly Ddl[] = [
  `
ALTER TABLE users ADD COLUMN subject TEXT;
ALTER TABLE users ADD COLUMN scoped_roles TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(scoped_roles));
CREATE UNIQUE INDEX user_of_issuer ON users (issuer, subject) WHERE subject IS NOT NULL;
ALTER TABLE sessions ADD COLUMN authenticated_at TEXT;
`,
];
