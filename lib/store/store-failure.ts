import "server-only";

/**
 * Why the database did not do what was asked. `unavailable`: nothing was written and nothing may be sent to the
 * cloud; the same call may work later. Only `commit-unknown` says less: the answer to a COMMIT never came, so the
 * change may or may not be there. Nobody tries it again unseen; who needs to know reads.
 * `conflict`: another row already holds what a constraint keeps unique; `constraint` is the name of the index, or
 * `table(columns)` where the index has no name of its own. `cause` is for the log, never for a page.
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
  | "commit-unknown"
  | "other";

export function unavailable(reason: UnavailableReason, cause: string): StoreFailure {
  return { kind: "unavailable", reason, cause };
}

/** A failure on its way out of a driver, through Kysely, which knows only exceptions. */
export class Unavailable extends Error {
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, cause: string) {
    super(cause);
    this.reason = reason;
  }
}

/** What both engines say alike; null when only the engine itself can tell. */
export function plainFailure(thrown: unknown): StoreFailure | null {
  if (thrown instanceof Unavailable) return unavailable(thrown.reason, thrown.message);
  const cause = messageOf(thrown);
  return /driver has already been destroyed/.test(cause) ? unavailable("closed", cause) : null;
}

export function messageOf(thrown: unknown): string {
  // Several addresses of one name that all refuse come as one error without words of its own.
  if (thrown instanceof AggregateError) return thrown.errors.map(messageOf).join("; ");
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The `code` that Node, better-sqlite3 and pg put on their errors; empty without one. */
export function codeOf(thrown: unknown): string {
  if (thrown instanceof Error && "code" in thrown && typeof thrown.code === "string") return thrown.code;
  return "";
}
