import "server-only";
import type { Generated } from "kysely";

/**
 * The tables, column for column. Times are ISO 8601 UTC text, JSON is text, booleans are 0 and 1: the same shapes
 * work on PostgreSQL. What each table is for stands in the first migration.
 */
export interface Database {
  users: UsersTable;
  sessions: SessionsTable;
  setup_tokens: SetupTokensTable;
  rate_windows: RateWindowsTable;
  events: EventsTable;
  requests: RequestsTable;
  attempts: AttemptsTable;
  idempotency_keys: IdempotencyKeysTable;
  leases: LeasesTable;
  switches: SwitchesTable;
  notices: NoticesTable;
  seals: SealsTable;
  attachments: AttachmentsTable;
  unattached_times: UnattachedTimesTable;
  attachment_reads: AttachmentReadsTable;
  /** These two are on PostgreSQL only. */
  shared_sources: SharedSourcesTable;
  shared_rows: SharedRowsTable;
  saved_views: SavedViewsTable;
}

export interface UsersTable {
  id: string;
  name: string;
  display_name: string;
  issuer: string;
  /** What an OpenID provider calls the person; null for local users. */
  subject: string | null;
  /** PHC text of an argon2id hash; null for someone who cannot sign in with a password. */
  password_hash: string | null;
  /** JSON: the roles that hold everywhere. */
  roles: string;
  /** JSON: the roles that hold in a scope only, `[{role, scope}]`. */
  scoped_roles: Generated<string>;
  disabled: number;
  created_at: string;
  password_changed_at: string | null;
}

export interface SessionsTable {
  id: string;
  user_id: string;
  created_at: string;
  last_seen_at: string;
  idle_expires_at: string;
  expires_at: string;
  revoked_at: string | null;
  address: string;
  user_agent: string;
  /** When the person last proved who they are; null means when the session began. */
  authenticated_at: string | null;
}

export interface SavedViewsTable {
  id: string;
  user_id: string;
  list: "instances" | "network-interfaces";
  name: string;
  /** What stands behind the question mark. */
  query: string;
  created_at: string;
}

export interface SetupTokensTable {
  token_hash: string;
  created_at: string;
  used_at: string | null;
}

export interface RateWindowsTable {
  key: string;
  window_started_at: string;
  /** Takes that still count at `window_started_at`; a fraction, because it drains evenly. */
  count: number;
  /** Takes refused since the last allowed one. */
  refused: number;
  expires_at: string;
}

export interface EventsTable {
  seq: number;
  at: string;
  schema_version: number;
  action: string;
  result: string;
  actor_issuer: string;
  actor_subject: string;
  actor_name: string;
  account_id: string | null;
  region_id: string | null;
  instance_id: string | null;
  network_interface_id: string | null;
  ecs_request_id: string | null;
  request_id: string | null;
  ticket: string | null;
  correlation_id: string;
  body: string;
  prev_hash: string;
  hash: string;
}

export interface RequestsTable {
  id: string;
  action: string;
  account_id: string;
  region_id: string;
  instance_id: string;
  network_interface_id: string;
  trunk_network_interface_id: string | null;
  state: string;
  asked_by_user_id: string;
  asked_by_name: string;
  asked_at: string;
  updated_at: string;
  ended_at: string | null;
  reason: string;
  ticket: string | null;
  outcome: string;
  evidence: string | null;
  ecs_request_id: string | null;
  code: string | null;
  detaching_since: string | null;
  send_deadline: string | null;
  /** Grows with every claim; a later write says which claim it belongs to. */
  fence: number;
  snapshot: string;
  warnings: string;
  blockers: string;
  from_address: string;
  from_user_agent: string;
  correlation_id: string;
  /** The replica that is sending, and until when nobody else may take the request up. */
  lease_holder: string | null;
  lease_until: string | null;
  /** The request whose detach this one undoes. */
  origin_request_id: string | null;
}

export interface AttemptsTable {
  request_id: string;
  number: number;
  sent_at: string;
  answered_at: string | null;
  result: string;
  ecs_request_id: string | null;
  http_status: number | null;
  code: string | null;
  message: string | null;
  recommend: string | null;
}

export interface IdempotencyKeysTable {
  actor: string;
  route: string;
  key: string;
  body_digest: string;
  request_id: string | null;
  status: number | null;
  response: string | null;
  created_at: string;
}

export interface LeasesTable {
  name: string;
  holder: string;
  until: string;
  fence: number;
}

export interface SwitchesTable {
  name: string;
  value: string;
  changed_at: string;
  changed_by: string;
}

export interface NoticesTable {
  id: string;
  kind: string;
  body: string;
  created_at: string;
  tries: number;
  next_try_at: string;
  delivered_at: string | null;
}

export interface SealsTable {
  from_seq: number;
  to_seq: number;
  /** What event `from_seq` named as its predecessor, and the hash of event `to_seq`. */
  prev_hash: string;
  last_hash: string;
  archive: string;
  archive_digest: string;
  sealed_at: string;
  sealed_by_seq: number;
}

/** The instances that ENIs (but primary ones) were last recorded on; one that is on none has no row. */
export interface AttachmentsTable {
  account_id: string;
  region_id: string;
  network_interface_id: string;
  instance_id: string;
  /** When it was first seen there. */
  seen_at: string;
}

/** Since when the attachments of a region are compared, and when a whole walk last did. */
export interface AttachmentReadsTable {
  account_id: string;
  region_id: string;
  since: string;
  read_at: string;
}

/** ENIs that are attached to nothing. */
export interface UnattachedTimesTable {
  account_id: string;
  region_id: string;
  network_interface_id: string;
  /** When it was first seen so. */
  seen_since: string;
  /** 1: it was seen in another status before, so that it is the true time. */
  saw_it_come: number;
}

export interface SharedSourcesTable {
  account_id: string;
  region_id: string;
  /** Of what rows look like: replicas of different versions share nothing. */
  shape: number;
  /** Made at random with this row: another one tells that a crash has emptied the table since. */
  epoch: string;
  /** Grows with every change of a row. */
  version: number;
  /** When the last whole walk began; null before the first. */
  walked_at: string | null;
  failed_at: string | null;
  /** JSON: why the last walk failed; null once one has succeeded again. */
  failure: string | null;
  /** JSON: calls of the last walk, by action. */
  calls: string | null;
  /** The replica that walks or walked last, and until when nobody else may. */
  walker: string | null;
  walk_until: string | null;
  moving_read_at: string | null;
}

export interface SharedRowsTable {
  account_id: string;
  region_id: string;
  shape: number;
  kind: string;
  id: string;
  version: number;
  observed_at: string;
  /** JSON of the instance or ENI; null for one that does not exist any more. */
  body: string | null;
}
