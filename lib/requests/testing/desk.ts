import "server-only";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { type AuditLog, createAuditLog } from "#lib/audit/audit-log.ts";
import { mintActor } from "#lib/auth/mint-actor.ts";
import type { AskDetach } from "#lib/contract/requests.ts";
import { systemClock } from "#lib/core/clock.ts";
import { ok } from "#lib/core/result.ts";
import type { Actor, Role } from "#lib/domain/actor.ts";
import type { Grant } from "#lib/domain/scope.ts";
import { EMULATOR_ACCOUNT_ID, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { type FindAccounts, Inventory } from "#lib/inventory/inventory.ts";
import type { AskContext } from "#lib/requests/ask-context.ts";
import type { Desk, DeskSettings } from "#lib/requests/desk.ts";
import { OutsideChanges } from "#lib/requests/outside-changes.ts";
import { PreflightTokens } from "#lib/requests/preflight-token.ts";
import { Requests } from "#lib/requests/requests.ts";
import { borrowPostgresDatabase } from "#lib/store/postgres-pool.test-data.ts";
import { openStore, type Store } from "#lib/store/store.ts";

/** Short enough for a test, long enough for what the emulator does meanwhile. */
const SETTINGS: DeskSettings = {
  observeOnly: false,
  ticketRequired: false,
  ticketPattern: null,
  settleMs: 1_000,
  stuckAfterMs: 60_000,
  sendDeadlineMs: 2_000,
  answerWithinMs: 9_000,
  requestsPerPerson: 0,
  requestsPerVpc: 0,
  answerTimeoutMs: 1_500,
  sendLeaseMs: 3_000,
  firstLookMs: 20,
};

export interface TestDesk {
  requests: Requests;
  store: Store;
  audit: AuditLog;
  desk: Desk;
  outside: OutsideChanges;
  close(): Promise<void>;
}

/** A database of its own, of the engine that the run is about. */
async function newDatabase(): Promise<{ url: string; drop(): Promise<void> | void }> {
  if (inject("engine") === "postgres") return borrowPostgresDatabase();
  const folder = mkdtempSync(join(tmpdir(), "eni-desk-requests-"));
  return {
    url: `file:${join(folder, "desk.db")}`,
    drop: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * The request floor over a database of its own and the emulator at `url`. Close it; it removes the database. Without
 * `find` there is one account, read and changed with the emulator's own key.
 */
export async function openDesk(
  url: string,
  settings: Partial<DeskSettings> = {},
  find?: FindAccounts,
): Promise<TestDesk> {
  const database = await newDatabase();
  const opened = await openStore({ url: database.url, clock: systemClock });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const store = opened.value;
  const account = { accountId: EMULATOR_ACCOUNT_ID, name: "Emulator" };
  const ecs = emulatedClient(url);
  const own: FindAccounts = async () =>
    ok([{ account, ecs, changes: { kind: "own-credentials" as const, ecs } }]);
  const outside = new OutsideChanges({ store, log: () => {} });
  const desk: Desk = {
    store,
    clock: store.clock,
    inventory: new Inventory(find ?? own, "all", systemClock, { observer: outside }),
    tokens: new PreflightTokens("a secret of at least thirty-two bytes"),
    settings: { ...SETTINGS, ...settings },
    log: () => {},
    newId: randomUUID,
    replica: randomUUID(),
    failAt: () => {},
  };
  const requests = new Requests(desk);
  const audit = createAuditLog({ store, clock: store.clock });
  const close = async () => {
    await requests.drain();
    await outside.stop();
    await store.close();
    await database.drop();
  };
  return { requests, store, audit, desk, outside, close };
}

export function anActor(
  name: string,
  roles: Role[],
  scoped: Grant[] = [],
  provedAtMs = Number.MAX_SAFE_INTEGER,
): Actor {
  const user = {
    id: name,
    issuer: "local",
    name,
    roles: JSON.stringify(roles),
    scoped_roles: JSON.stringify(scoped),
  };
  return mintActor(user, "a-session", provedAtMs);
}

export function asOperator(name = "operator"): AskContext {
  const from = { address: "127.0.0.1", userAgent: "test" };
  return { actor: anActor(name, ["operator"]), from, correlationId: randomUUID() };
}

/** A well-formed wish to detach, changed where a test says so. */
export function wish(
  instanceId: string,
  networkInterfaceId: string,
  change: Partial<AskDetach> = {},
): AskDetach & { accountId: string } {
  return {
    action: "detach",
    regionId: "cn-hangzhou",
    instanceId,
    networkInterfaceId,
    reason: "moving to the new node",
    ...change,
    accountId: EMULATOR_ACCOUNT_ID,
  };
}
