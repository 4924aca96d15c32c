import "server-only";
import type { Ddl } from "#lib/store/migrations/ddl.ts";

/** What the log of changes made outside ENI Desk is measured by: it must outlive a restart. */
const ATTACHMENTS = `
CREATE TABLE attachments (
  account_id TEXT NOT NULL, region_id TEXT NOT NULL, network_interface_id TEXT NOT NULL,
  instance_id TEXT NOT NULL, seen_at TEXT NOT NULL,
  PRIMARY KEY (account_id, region_id, network_interface_id)
) STRICT;
CREATE TABLE attachment_reads (
  account_id TEXT NOT NULL, region_id TEXT NOT NULL, since TEXT NOT NULL, read_at TEXT NOT NULL,
  PRIMARY KEY (account_id, region_id)
) STRICT;
`;

/** One snapshot for all replicas. A cache: what a crash empties is read from ECS again. */
const SHARED: Ddl = {
  sqlite: "",
  postgres: `
CREATE UNLOGGED TABLE shared_sources (
  account_id TEXT COLLATE "C" NOT NULL, region_id TEXT COLLATE "C" NOT NULL, shape BIGINT NOT NULL,
  epoch TEXT NOT NULL, version BIGINT NOT NULL, walked_at TEXT COLLATE "C", failed_at TEXT COLLATE "C", failure TEXT, calls TEXT,
  walker TEXT COLLATE "C", walk_until TEXT COLLATE "C", moving_read_at TEXT COLLATE "C",
  PRIMARY KEY (account_id, region_id, shape)
);
CREATE UNLOGGED TABLE shared_rows (
  account_id TEXT COLLATE "C" NOT NULL, region_id TEXT COLLATE "C" NOT NULL, shape BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL, id TEXT COLLATE "C" NOT NULL, version BIGINT NOT NULL,
  observed_at TEXT COLLATE "C" NOT NULL, body TEXT,
  PRIMARY KEY (account_id, region_id, shape, kind, id)
);
CREATE INDEX shared_rows_by_version ON shared_rows (account_id, region_id, shape, version);
`,
};

export const inventory: readonly Ddl[] = [ATTACHMENTS, SHARED];
