import "server-only";

/**
 * Why the database did not do what was asked. `unavailable`: nothing was written and nothing may be sent to the
 * cloud; the same call may work later. `conflict`: another row already holds what a constraint keeps unique;
 * `constraint` is the name of the index, or `table(columns)` where the index has no name of its own.
 * `cause` is for the log, never for a page.
 */
export type StoreFailure =
  | { kind: "unavailable"; reason: UnavailableReason; cause: string }
  | { kind: "conflict"; constraint: string };

export type UnavailableReason =
  | "locked"
  | "full"
  | "read-only"
  | "closed"
  | "corrupt"
  | "not-durable"
  | "in-use"
  | "other";

/** First match wins. Result codes as in https://www.sqlite.org/rescode.html; SHMSIZE is what a full disk says in WAL mode. */
const REASON_OF_CODE: ReadonlyArray<readonly [prefix: string, reason: UnavailableReason]> = [
  ["SQLITE_BUSY", "locked"],
  ["SQLITE_LOCKED", "locked"],
  ["SQLITE_FULL", "full"],
  ["SQLITE_IOERR_SHMSIZE", "full"],
  ["SQLITE_READONLY", "read-only"],
  ["SQLITE_CORRUPT", "corrupt"],
  ["SQLITE_NOTADB", "corrupt"],
];

export function unavailable(reason: UnavailableReason, cause: string): StoreFailure {
  return { kind: "unavailable", reason, cause };
}

/** Turns whatever a database call threw into a failure. `nameConstraint` finds the index behind "table.a, table.b". */
export function storeFailure(
  thrown: unknown,
  nameConstraint: (columns: string) => string = (columns) => columns,
): StoreFailure {
  const cause = thrown instanceof Error ? thrown.message : String(thrown);
  const code = codeOf(thrown);
  if (code.startsWith("SQLITE_CONSTRAINT")) {
    const columns = /^UNIQUE constraint failed: (.+)$/.exec(cause)?.[1];
    return { kind: "conflict", constraint: columns === undefined ? cause : nameConstraint(columns) };
  }
  if (/connection is not open|driver has already been destroyed/.test(cause))
    return unavailable("closed", cause);
  const reason = REASON_OF_CODE.find(([prefix]) => code.startsWith(prefix))?.[1] ?? "other";
  return unavailable(reason, code === "" ? cause : `${code}: ${cause}`);
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof Error && "code" in thrown && typeof thrown.code === "string") return thrown.code;
  return "";
}
