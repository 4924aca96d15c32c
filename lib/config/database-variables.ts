import "server-only";
import { z } from "zod";
import { Secret } from "#lib/config/secret.ts";

const SHAPE = "postgres://user:password@host[:port]/database[?sslmode=verify-full]";
/** `require` is held to the same: encryption without knowing the other side protects from nobody who matters. */
const ENCRYPTED = ["verify-full", "require"];
/** As URL writes them. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

export const isPostgres = (text: string) => /^postgres(ql)?:/.test(text);

/** What is wrong with the address of a PostgreSQL database, in words that repeat nothing of it; null: nothing. */
function postgresProblem(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || url.hostname === "" || url.username === "" || !/^\/[^/]+$/.test(url.pathname)) {
    return `must be ${SHAPE}; other characters in a password are written as %XX`;
  }
  const unknown = [...url.searchParams.keys()].filter((name) => name !== "sslmode");
  if (unknown.length > 0 || url.hash !== "") return "takes no parameter but sslmode";
  const mode = url.searchParams.get("sslmode");
  if (mode !== null && ![...ENCRYPTED, "disable"].includes(mode)) {
    return "sslmode must be verify-full, require or disable";
  }
  if (mode === null && !LOOPBACK.test(url.hostname)) {
    return "needs ?sslmode=verify-full for a host that is not loopback; sslmode=disable must be written out";
  }
  return null;
}

const databaseUrl = z
  .string()
  .superRefine((text, context) => {
    const problem = isPostgres(text) ? postgresProblem(text) : null;
    if (problem !== null) context.addIssue(problem);
    else if (!isPostgres(text) && !/^file:(?!\/\/[^/])./.test(text)) {
      context.addIssue(`must be file: and a path, such as file:.data/eni-desk.db, or ${SHAPE}`);
    }
  })
  .transform((text) => new Secret(text));

const ownerUrl = z
  .string()
  .superRefine((text, context) => {
    const problem = isPostgres(text) ? postgresProblem(text) : `must be ${SHAPE}`;
    if (problem !== null) context.addIssue(problem);
  })
  .transform((text) => new Secret(text));

/** Where the database is; the commands beside the server read these alone. */
export const databaseVariables = {
  DATABASE_URL: databaseUrl.default(() => new Secret("file:.data/eni-desk.db")),
  DATABASE_OWNER_URL: ownerUrl.optional(),
};

/** Two addresses of one database: the same but for who asks. A file has no roles. */
export function isSameDatabase(url: string, owner: string): boolean {
  const [one, other] = [URL.parse(url), URL.parse(owner)];
  return isPostgres(url) && one?.host === other?.host && one?.pathname === other?.pathname;
}
