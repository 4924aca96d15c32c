import "server-only";
import type { Ddl } from "#lib/store/migrations/ddl.ts";

/**
 * Who may send an attempt, and until when; the request that an attach undoes. `settle_until` was never written.
 * `lease_*` says which replica is sending: another one may take the request up only after `lease_until`.
 */
const CLAIMS = `
ALTER TABLE requests DROP COLUMN settle_until;
ALTER TABLE requests ADD COLUMN lease_holder TEXT;
ALTER TABLE requests ADD COLUMN lease_until TEXT;
ALTER TABLE requests ADD COLUMN origin_request_id TEXT REFERENCES requests (id);
CREATE INDEX requests_by_origin ON requests (origin_request_id);

CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until TEXT NOT NULL, fence INTEGER NOT NULL) STRICT;
`;

/** What an administrator switches for every replica at once. `value` is JSON; the event says who, when and why. */
const SWITCHES = `
CREATE TABLE switches (
  name TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value)),
  changed_at TEXT NOT NULL, changed_by TEXT NOT NULL
) STRICT;
`;

/** What must still be told to the outside (a webhook), in the transaction of what it tells of. */
const NOTICES = `
CREATE TABLE notices (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL CHECK (json_valid(body)),
  created_at TEXT NOT NULL, tries INTEGER NOT NULL, next_try_at TEXT NOT NULL, delivered_at TEXT
) STRICT;
CREATE INDEX notices_to_deliver ON notices (next_try_at) WHERE delivered_at IS NULL;
`;

/** Ranges of the log that were archived and closed by a segment.sealed event: only such rows may go. */
const SEALS = `
CREATE TABLE seals (
  from_seq INTEGER NOT NULL, to_seq INTEGER PRIMARY KEY, prev_hash TEXT NOT NULL, last_hash TEXT NOT NULL,
  archive TEXT NOT NULL, archive_digest TEXT NOT NULL, sealed_at TEXT NOT NULL, sealed_by_seq INTEGER NOT NULL
) STRICT;
`;

const SEALS_STAY: Ddl = {
  sqlite: `
CREATE TRIGGER seals_are_not_changed BEFORE UPDATE ON seals
  BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END;
CREATE TRIGGER seals_are_not_deleted BEFORE DELETE ON seals
  BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END;
DROP TRIGGER events_are_not_deleted;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
  WHEN NOT EXISTS (SELECT 1 FROM seals WHERE OLD.seq BETWEEN from_seq AND to_seq)
  BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
`,
  postgres: `
CREATE TRIGGER seals_are_not_changed BEFORE UPDATE ON seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seals_are_not_deleted BEFORE DELETE ON seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seals_are_not_emptied BEFORE TRUNCATE ON seals EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_deletion_unless_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN IF EXISTS (SELECT 1 FROM seals WHERE OLD.seq BETWEEN from_seq AND to_seq)
    THEN RETURN OLD; END IF; RAISE restrict_violation USING MESSAGE = 'events are append-only'; END $$;
DROP TRIGGER events_are_not_deleted ON events;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
  FOR EACH ROW EXECUTE FUNCTION refuse_deletion_unless_sealed();
`,
};

export const claimsAndSeals: readonly Ddl[] = [CLAIMS, SWITCHES, NOTICES, SEALS, SEALS_STAY];
