import "server-only";
import pg from "pg";
import {
  codeOf,
  messageOf,
  plainFailure,
  type StoreFailure,
  type UnavailableReason,
  unavailable,
} from "#lib/store/store-failure.ts";

/** First match wins. Source: PostgreSQL 15, appendix A (error codes). */
const REASON_OF_SQLSTATE: ReadonlyArray<readonly [prefix: string, reason: UnavailableReason]> = [
  ["55P03", "locked"],
  ["57014", "locked"],
  ["40", "locked"],
  ["53100", "full"],
  ["53300", "closed"],
  ["25006", "read-only"],
  ["42501", "read-only"],
  ["25P03", "closed"],
  ["57P", "closed"],
  ["08", "closed"],
  ["XX001", "corrupt"],
  ["XX002", "corrupt"],
];

/** What Node says when there is no connection, or no longer one. */
const NO_CONNECTION = /^(ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|ENETUNREACH$|ENOTFOUND$|EAI_AGAIN$|ENOENT$)/;

/** Turns whatever a database call threw into a failure. */
export function postgresFailure(thrown: unknown): StoreFailure {
  const plain = plainFailure(thrown);
  if (plain !== null) return plain;
  const code = codeOf(thrown);
  const cause = code === "" ? messageOf(thrown) : `${code}: ${messageOf(thrown)}`;
  if (thrown instanceof pg.DatabaseError) {
    if (code.startsWith("23")) return { kind: "conflict", constraint: constraintOf(thrown) };
    return unavailable(REASON_OF_SQLSTATE.find(([prefix]) => code.startsWith(prefix))?.[1] ?? "other", cause);
  }
  const isLost = NO_CONNECTION.test(code) || /^(Connection terminated|Client (has|was))/.test(cause);
  return unavailable(isLost ? "closed" : "other", cause);
}

/** The name that SQLite gives it too: an index made for a primary key has no name of its own there. */
function constraintOf({ constraint, table, detail, message }: pg.DatabaseError): string {
  const columns = /^Key \((.+?)\)=/.exec(detail ?? "")?.[1];
  if (constraint === `${table}_pkey` && columns !== undefined) return `${table}(${columns})`;
  return constraint ?? message;
}

/** Did the server itself take the whole transaction back? Its fatal errors end the session and leave that open. */
export function isRolledBack(thrown: unknown): boolean {
  if (!(thrown instanceof pg.DatabaseError)) return false;
  // 25P03 ends a session that idled inside its transaction: the COMMIT came too late to be read.
  return thrown.severity === "ERROR" || thrown.code === "25P03";
}
