import "server-only";

import type { Clock } from "#lib/core/clock.ts";
import type { Inventory } from "#lib/inventory/inventory.ts";
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
  log(event: DeskEvent): void;
  newId(): string;
}
