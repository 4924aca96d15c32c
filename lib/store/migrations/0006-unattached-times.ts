import "server-only";
import type { Ddl } from "#lib/store/migrations/ddl.ts";

/** Since when ENIs have been seen attached to nothing: ECS does not tell, and a restart must not begin to count anew. */
export const unattachedTimes: readonly Ddl[] = [
  `
CREATE TABLE unattached_times (
  account_id TEXT NOT NULL, region_id TEXT NOT NULL, network_interface_id TEXT NOT NULL,
  seen_since TEXT NOT NULL, saw_it_come INTEGER NOT NULL,
  PRIMARY KEY (account_id, region_id, network_interface_id)
) STRICT;
`,
];
