import "server-only";
import type { Ddl } from "#lib/store/migrations/ddl.ts";

/** Addresses of lists under names that a person gave them. `query` is the part after the question mark. */
export const savedViews: readonly Ddl[] = [
  `
CREATE TABLE saved_views (
  id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id), list TEXT NOT NULL, name TEXT NOT NULL,
  query TEXT NOT NULL, created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX saved_view_of_name ON saved_views (user_id, list, name);
`,
];
