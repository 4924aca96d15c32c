import "server-only";
import type { Engine } from "#lib/store/engine.ts";

/** Statements that both engines read, or two texts where they cannot. Each statement ends with `;` and a line break. */
export type Ddl = string | Readonly<Record<Engine, string>>;

/**
 * What PostgreSQL calls otherwise. Its own order of texts depends on where it runs; "C" is the order of bytes, which
 * is SQLite's. `json_valid` is a function that the first migration makes there.
 */
const POSTGRES_WORDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/\) STRICT;/g, ");"],
  [/\bTEXT\b/g, 'TEXT COLLATE "C"'],
  [/\bINTEGER\b/g, "BIGINT"],
  [/\bREAL\b/g, "DOUBLE PRECISION"],
];

export function ddlFor(engine: Engine, ddl: Ddl): string[] {
  if (typeof ddl !== "string") return split(ddl[engine]);
  const words = engine === "postgres" ? POSTGRES_WORDS : [];
  return split(words.reduce((text, [theirs, ours]) => text.replace(theirs, ours), ddl));
}

/** The `;` inside a trigger's or a function's body is followed by a word on the same line. */
function split(text: string): string[] {
  return text
    .split(/;\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
