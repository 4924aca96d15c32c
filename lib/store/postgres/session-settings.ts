import "server-only";

/** Any one statement; the server stops it. */
export const STATEMENT_LIMIT_MS = 4_000;
/** Waiting for rows and tables, once the turn to write has come. */
const LOCK_LIMIT_MS = 2_000;
/**
 * A replica that stands still inside a transaction holds up the writes of all of them: the server ends its session.
 * Shorter than a write waits to begin, so that the others lose little.
 */
const IDLE_IN_TRANSACTION_LIMIT_MS = 2_500;

export type SessionKind = "writing" | "sharing" | "reading" | "migrating";

const SETTINGS: Readonly<Record<SessionKind, Readonly<Record<string, string>>>> = {
  writing: {
    // Every level from `local` up waits for our own disk; `on` waits for the disk of a synchronous standby too, and
    // `remote_apply` would only add that a standby already shows it (PostgreSQL 15, 20.5.1).
    synchronous_commit: "on",
    // Each statement sees what was committed before it. A stricter level would take its view of the data with the
    // first statement, while it still waits for its turn, and then count on from an event that is not the last.
    default_transaction_isolation: "read committed",
    statement_timeout: `${STATEMENT_LIMIT_MS}`,
    lock_timeout: `${LOCK_LIMIT_MS}`,
    idle_in_transaction_session_timeout: `${IDLE_IN_TRANSACTION_LIMIT_MS}`,
  },
  // Only for unlogged tables, which a crash empties anyway.
  sharing: {
    synchronous_commit: "off",
    default_transaction_isolation: "read committed",
    statement_timeout: `${STATEMENT_LIMIT_MS}`,
    lock_timeout: `${LOCK_LIMIT_MS}`,
    idle_in_transaction_session_timeout: `${IDLE_IN_TRANSACTION_LIMIT_MS}`,
  },
  reading: {
    default_transaction_read_only: "on",
    statement_timeout: `${STATEMENT_LIMIT_MS}`,
    lock_timeout: `${LOCK_LIMIT_MS}`,
  },
  migrating: { synchronous_commit: "on", statement_timeout: "600000", lock_timeout: "60000" },
};

/** As start-up options, which no setting of the role or the database overrides. */
export function startupOptions(kind: SessionKind, isReadOnly = false): string {
  const more = isReadOnly ? { default_transaction_read_only: "on" } : {};
  return Object.entries({ timezone: "UTC", ...SETTINGS[kind], ...more })
    .map(([name, value]) => `-c ${name}=${value.replaceAll(" ", "\\ ")}`)
    .join(" ");
}
