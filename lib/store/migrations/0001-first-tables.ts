import "server-only";
import type { Ddl } from "#lib/store/migrations/ddl.ts";

/** SQLite has it; PostgreSQL before 16 can only try to read the text. */
const JSON_VALID: Ddl = {
  sqlite: "",
  postgres: `
CREATE FUNCTION json_valid(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
  BEGIN PERFORM value::json; RETURN true; EXCEPTION WHEN data_exception THEN RETURN false; END $$;
`,
};

/** Who may sign in, and the sessions that are alive. A session's id is a secret: it is what the cookie carries. */
const PEOPLE = `
CREATE TABLE users (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, display_name TEXT NOT NULL, issuer TEXT NOT NULL,
  password_hash TEXT, roles TEXT NOT NULL CHECK (json_valid(roles)),
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  created_at TEXT NOT NULL, password_changed_at TEXT
) STRICT;
CREATE UNIQUE INDEX user_name ON users (name);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users (id),
  created_at TEXT NOT NULL, last_seen_at TEXT NOT NULL, idle_expires_at TEXT NOT NULL, expires_at TEXT NOT NULL,
  revoked_at TEXT, address TEXT NOT NULL, user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_of_user ON sessions (user_id);

CREATE TABLE setup_tokens (token_hash TEXT PRIMARY KEY, created_at TEXT NOT NULL, used_at TEXT) STRICT;

CREATE TABLE rate_windows (
  key TEXT PRIMARY KEY, window_started_at TEXT NOT NULL, count REAL NOT NULL, refused INTEGER NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX rate_windows_expiry ON rate_windows (expires_at);
`;

/** The log. The triggers stop accidents; the hash chain is what shows an intent. */
const EVENTS = `
CREATE TABLE events (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, schema_version INTEGER NOT NULL,
  action TEXT NOT NULL, result TEXT NOT NULL,
  actor_issuer TEXT NOT NULL, actor_subject TEXT NOT NULL, actor_name TEXT NOT NULL,
  account_id TEXT, region_id TEXT, instance_id TEXT, network_interface_id TEXT,
  ecs_request_id TEXT, request_id TEXT, ticket TEXT, correlation_id TEXT NOT NULL,
  body TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_actor ON events (actor_subject, seq);
CREATE INDEX events_by_actor_name ON events (actor_name, seq);
CREATE INDEX events_by_network_interface ON events (network_interface_id, seq);
CREATE INDEX events_by_instance ON events (instance_id, seq);
CREATE INDEX events_by_ecs_request ON events (ecs_request_id);
CREATE INDEX events_by_request ON events (request_id, seq);
CREATE INDEX events_by_action ON events (action, seq);
CREATE INDEX events_by_time ON events (at);
`;

const EVENTS_STAY: Ddl = {
  sqlite: `
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
`,
  postgres: `
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE restrict_violation USING MESSAGE = TG_TABLE_NAME || ' are append-only'; END $$;
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_are_not_emptied BEFORE TRUNCATE ON events EXECUTE FUNCTION refuse_change();
`,
};

/** What was asked and what was sent. The states of the partial index are OPEN_REQUEST_STATES; a test compares them. */
const REQUESTS = `
CREATE TABLE requests (
  id TEXT PRIMARY KEY, action TEXT NOT NULL,
  account_id TEXT NOT NULL, region_id TEXT NOT NULL, instance_id TEXT NOT NULL, network_interface_id TEXT NOT NULL,
  trunk_network_interface_id TEXT, state TEXT NOT NULL,
  asked_by_user_id TEXT NOT NULL, asked_by_name TEXT NOT NULL,
  asked_at TEXT NOT NULL, updated_at TEXT NOT NULL, ended_at TEXT,
  reason TEXT NOT NULL, ticket TEXT, outcome TEXT NOT NULL, evidence TEXT, ecs_request_id TEXT, code TEXT,
  detaching_since TEXT, settle_until TEXT, send_deadline TEXT, fence INTEGER NOT NULL,
  snapshot TEXT NOT NULL CHECK (json_valid(snapshot)),
  warnings TEXT NOT NULL CHECK (json_valid(warnings)),
  blockers TEXT NOT NULL CHECK (json_valid(blockers)),
  from_address TEXT NOT NULL, from_user_agent TEXT NOT NULL, correlation_id TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_open_request_per_eni ON requests (account_id, region_id, network_interface_id)
  WHERE state IN ('recorded', 'sending', 'accepted', 'unknown', 'stuck', 'needs-attention');
CREATE INDEX requests_by_state ON requests (state);
CREATE INDEX requests_by_time ON requests (asked_at);
CREATE INDEX requests_of_network_interface ON requests (network_interface_id, asked_at);
CREATE INDEX requests_of_instance ON requests (instance_id, asked_at);
CREATE INDEX requests_by_ecs_request ON requests (ecs_request_id);

CREATE TABLE attempts (
  request_id TEXT NOT NULL REFERENCES requests (id), number INTEGER NOT NULL,
  sent_at TEXT NOT NULL, answered_at TEXT, result TEXT NOT NULL, ecs_request_id TEXT,
  http_status INTEGER, code TEXT, message TEXT, recommend TEXT,
  PRIMARY KEY (request_id, number)
) STRICT;
CREATE INDEX attempts_by_ecs_request ON attempts (ecs_request_id);

CREATE TABLE idempotency_keys (
  actor TEXT NOT NULL, route TEXT NOT NULL, key TEXT NOT NULL,
  body_digest TEXT NOT NULL, request_id TEXT, status INTEGER, response TEXT, created_at TEXT NOT NULL,
  PRIMARY KEY (actor, route, key)
) STRICT;
`;

export const firstTables: readonly Ddl[] = [JSON_VALID, PEOPLE, EVENTS, EVENTS_STAY, REQUESTS];
