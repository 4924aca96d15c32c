import "server-only";
import {
  codeOf,
  messageOf,
  plainFailure,
  type StoreFailure,
  type UnavailableReason,
  unavailable,
} from "#lib/store/store-failure.ts";

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

/** Turns whatever a database call threw into a failure. `nameConstraint` finds the index behind "table.a, table.b". */
export function sqliteFailure(
  thrown: unknown,
  nameConstraint: (columns: string) => string = (columns) => columns,
): StoreFailure {
  const plain = plainFailure(thrown);
  if (plain !== null) return plain;
  const cause = messageOf(thrown);
  const code = codeOf(thrown);
  if (code.startsWith("SQLITE_CONSTRAINT")) {
    const columns = /^UNIQUE constraint failed: (.+)$/.exec(cause)?.[1];
    return { kind: "conflict", constraint: columns === undefined ? cause : nameConstraint(columns) };
  }
  if (/connection is not open/.test(cause)) return unavailable("closed", cause);
  const reason = REASON_OF_CODE.find(([prefix]) => code.startsWith(prefix))?.[1] ?? "other";
  return unavailable(reason, code === "" ? cause : `${code}: ${cause}`);
}
