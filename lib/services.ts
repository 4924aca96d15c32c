import "server-only";

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { type AuditLog, createAuditLog } from "#lib/audit/audit-log.ts";
import type { Auth } from "#lib/auth/auth.ts";
import { createAuth } from "#lib/auth/create-auth.ts";
import type { Config } from "#lib/config/config.ts";
import { type Clock, systemClock } from "#lib/core/clock.ts";
import { ok, type Result } from "#lib/core/result.ts";
import { findAccounts } from "#lib/inventory/find-accounts.ts";
import { Inventory } from "#lib/inventory/inventory.ts";
import { createLog, type Log } from "#lib/log/log.ts";
import { PreflightTokens } from "#lib/requests/preflight-token.ts";
import { Requests } from "#lib/requests/requests.ts";
import { openStore, type Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** How long a call that never reached ECS, or was throttled, is made again within one request. Ours, not ECS's. */
const SEND_DEADLINE_MS = 30_000;
/** The contract: POST answers within 10 s whatever happens. */
const ANSWER_WITHIN_MS = 9_000;
const FIRST_LOOK_MS = 1_000;

/** Everything a page or a route may use, made once by server.ts. */
export interface Services {
  config: Config;
  clock: Clock;
  log: Log;
  store: Store;
  audit: AuditLog;
  auth: Auth;
  inventory: Inventory;
  requests: Requests;
  version: string;
  /** Lets what is on the wire be answered and recorded, then closes the database. */
  close(): Promise<void>;
}

/** Wires the floors together. The only place that does; fails when the database can't be opened durably. */
export async function createServices(
  config: Config,
  version: string,
): Promise<Result<Services, StoreFailure>> {
  const clock = systemClock;
  const log = createLog(config.logLevel);
  const opened = await openStore({ url: config.databaseUrl, clock });
  if (!opened.ok) return opened;
  const store = opened.value;
  const audit = createAuditLog({ store, clock });
  const auth = createAuth({ store, clock, config });
  const extraCa = config.extraCaFile === null ? [] : [readFileSync(config.extraCaFile, "utf8")];
  const access = findAccounts(config, clock, extraCa, (call) => log.info("ecs.called", { ...call }));
  const inventory = new Inventory(access.find, config.regions, clock);
  const requests = new Requests({
    store,
    clock,
    inventory,
    tokens: new PreflightTokens(config.nextAuthSecret.reveal()),
    settings: {
      observeOnly: config.observeOnly,
      ticketRequired: config.ticketRequired,
      ticketPattern: config.ticketPattern,
      settleMs: config.settleWindowS * 1_000,
      stuckAfterMs: config.stuckAfterS * 1_000,
      sendDeadlineMs: SEND_DEADLINE_MS,
      answerWithinMs: ANSWER_WITHIN_MS,
      firstLookMs: FIRST_LOOK_MS,
    },
    log: ({ level, event, ...fields }) => log[level](event, fields),
    newId: randomUUID,
  });
  const close = async () => {
    await requests.drain();
    await store.close();
    access.close();
  };
  return ok({ config, clock, log, store, audit, auth, inventory, requests, version, close });
}
