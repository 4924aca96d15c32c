import "server-only";

import type { Clock } from "#lib/core/clock.ts";
import type { Inventory } from "#lib/inventory/inventory.ts";
import type { FailpointName } from "#lib/requests/failpoint.ts";
import type { PreflightTokens } from "#lib/requests/preflight-token.ts";
import type { Store } from "#lib/store/store.ts";

/** Times and switches of the request floor, from the configuration. */
export interface DeskSettings {
  observeOnly: boolean;
  ticketRequired: boolean;
  ticketPattern: RegExp | null;
  settleMs: number;
  stuckAfterMs: number;
  /** How long a call that never reached ECS, or was throttled, is tried again within one request. */
  sendDeadlineMs: number;
  /** How long POST waits for ECS before it answers with the state as it is. */
  answerWithinMs: number;
  /** How long one call to ECS may take once it is written; a claim must outlast it. */
  answerTimeoutMs: number;
  /** How long a replica that is sending keeps the others away. */
  sendLeaseMs: number;
  /** Requests that may be opened in ten minutes; 0: no limit. */
  requestsPerPerson: number;
  requestsPerVpc: number;
  /** How soon after an answer the ENI is read for the first time. */
  firstLookMs: number;
}

export type DeskEvent = { level: "info" | "warn" | "error"; event: string } & Record<
  string,
  string | number | boolean | null
>;

/** Everything the request floor works with; handed down, never imported. */
export interface Desk {
  store: Store;
  clock: Clock;
  inventory: Inventory;
  tokens: PreflightTokens;
  settings: DeskSettings;
  /** Names this process among the replicas; another one each time it starts. */
  replica: string;
  /** Does nothing, unless the fault suite started this process to fail somewhere. */
  failAt(point: FailpointName): void;
  log(event: DeskEvent): void;
  newId(): string;
}
