import "server-only";

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { NoticeDeliverer } from "#lib/alerts/notice-deliverer.ts";
import { raiseNotice } from "#lib/alerts/raise-notice.ts";
import { type AuditLog, createAuditLog } from "#lib/audit/audit-log.ts";
import { HeadMemory } from "#lib/audit/head-memory.ts";
import { HeadPublisher } from "#lib/audit/head-publisher.ts";
import { deliveryTo } from "#lib/audit/head-sink.ts";
import type { ChainProblem } from "#lib/audit/outside-heads.ts";
import { signingKey } from "#lib/audit/signing-key.ts";
import type { Auth } from "#lib/auth/auth.ts";
import { createAuth } from "#lib/auth/create-auth.ts";
import type { Config } from "#lib/config/config.ts";
import { type Clock, systemClock } from "#lib/core/clock.ts";
import { ok, type Result } from "#lib/core/result.ts";
import type { CallBudget } from "#lib/ecs/call-budget.ts";
import { findAccounts } from "#lib/inventory/find-accounts.ts";
import { Inventory } from "#lib/inventory/inventory.ts";
import { Refresher } from "#lib/inventory/refresher.ts";
import { SharedSnapshots } from "#lib/inventory/shared-snapshot.ts";
import { UnattachedTimes } from "#lib/inventory/unattached-times.ts";
import { createLog, type Log } from "#lib/log/log.ts";
import { CallFigures } from "#lib/metrics/call-figures.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { failAt } from "#lib/requests/failpoint.ts";
import { OutsideChanges } from "#lib/requests/outside-changes.ts";
import { PreflightTokens } from "#lib/requests/preflight-token.ts";
import { Requests } from "#lib/requests/requests.ts";
import { SavedViews } from "#lib/saved-views/saved-views.ts";
import { openStore, type Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** The contract: POST answers within 10 s whatever happens. */
const ANSWER_WITHIN_MS = 9_000;
const FIRST_LOOK_MS = 1_000;
/** The first list after a start does not wait longer for a slow region: it says that the region is still being read. */
const FIRST_LIST_MS = 700;

/** Everything a page or a route may use, made once by server.ts. */
export interface Services {
  config: Config;
  clock: Clock;
  log: Log;
  store: Store;
  audit: AuditLog;
  /** Publishes the head of the audit log, and makes it known when the chain is broken. */
  heads: HeadPublisher;
  /** Brings out what a person must be told of. */
  notices: NoticeDeliverer;
  auth: Auth;
  inventory: Inventory;
  /** Reads on while nobody looks. */
  refresher: Refresher;
  requests: Requests;
  savedViews: SavedViews;
  /** What this process asked of ECS, in numbers. */
  calls: CallFigures;
  /** What it may ask of ECS. */
  budget: CallBudget;
  version: string;
  /** Lets what is on the wire be answered and recorded, then closes the database. */
  close(): Promise<void>;
}

/** Wires the floors together. The only place that does; fails when the database can't be opened durably. */
export async function createServices(
  config: Config,
  version: string,
): Promise<Result<Services, StoreFailure>> {
  const processClock: Clock = { now: () => systemClock.now() + config.clockOffsetMs };
  const log = createLog(config.logLevel);
  const extraCa = config.extraCaFile === null ? [] : [readFileSync(config.extraCaFile, "utf8")];
  const opened = await openStore({
    url: config.databaseUrl.reveal(),
    ownerUrl: config.databaseOwnerUrl?.reveal() ?? null,
    extraCa,
    clock: processClock,
  });
  if (!opened.ok) return opened;
  const store = opened.value;
  // Whatever is stored or compared with what is stored goes by the database's time, the same for all replicas.
  const { clock } = store;
  const { audit, heads } = createAudit({ config, store, clock, log });
  const auth = createAuth({ store, clock, config });
  const calls = new CallFigures();
  const access = findAccounts(config, processClock, extraCa, (call) => {
    log.info("ecs.called", { ...call });
    // Ages within this process only, so no clock that somebody sets.
    calls.count(call, performance.now());
  });
  const replica = `${hostname()}-${randomUUID()}`;
  const deskLog: Desk["log"] = ({ level, event, ...fields }) => log[level](event, fields);
  const outsideChanges = new OutsideChanges({ store, log: deskLog });
  const unattachedTimes = new UnattachedTimes({ store, log });
  const inventory = new Inventory(access.find, config.regions, clock, {
    firstLookMs: FIRST_LIST_MS,
    shared: store.shared && new SharedSnapshots(store, store.shared, replica),
    observer: outsideChanges,
    unattachedTimes,
  });
  const refresher = new Refresher(inventory);
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
      sendDeadlineMs: config.sendDeadlineS * 1_000,
      requestsPerPerson: config.requestsPerPerson,
      requestsPerVpc: config.requestsPerVpc,
      sendLeaseMs: config.sendLeaseS * 1_000,
      answerTimeoutMs: config.ecsAnswerTimeoutS * 1_000,
      answerWithinMs: ANSWER_WITHIN_MS,
      firstLookMs: FIRST_LOOK_MS,
    },
    log: deskLog,
    newId: randomUUID,
    replica,
    failAt: failAt(config.failpoint),
  });
  const notices = createNotices(config, store, log, replica);
  const close = async () => {
    refresher.stop();
    await requests.drain();
    await outsideChanges.stop();
    await unattachedTimes.stop();
    await notices.stop();
    await heads.stop();
    await store.close();
    access.close();
  };
  return ok({
    config,
    clock,
    log,
    store,
    audit,
    heads,
    notices,
    auth,
    inventory,
    refresher,
    requests,
    savedViews: new SavedViews(store, clock),
    calls,
    budget: access.budget,
    version,
    close,
  });
}

function createNotices(
  { alertWebhook, publicUrl }: Config,
  store: Store,
  log: Log,
  holder: string,
): NoticeDeliverer {
  const webhook = alertWebhook && {
    url: alertWebhook.url.reveal(),
    secret: alertWebhook.secret.reveal(),
  };
  return new NoticeDeliverer({ store, clock: store.clock, log, holder, publicUrl, webhook });
}

/** The log, and the one memory of its head that both verification and publishing go by. */
function createAudit({ config, store, clock, log }: Pick<Services, "config" | "store" | "clock" | "log">) {
  const { auditSigningKey, auditHeadsTo: to } = config;
  const key = auditSigningKey ? signingKey(auditSigningKey.reveal()) : null;
  const memory = new HeadMemory();
  const headsFile = to?.kind === "file" ? to.path : null;
  if (!key) log[config.mode === "alibaba-cloud" ? "warn" : "info"]("audit.heads-unsigned");
  const onBroken = async ({ firstBadSeq, problem }: ChainProblem) => {
    log.error("audit.chain-broken", { firstBadSeq, problem });
    const notice = { kind: "audit-chain-broken" as const, subject: String(firstBadSeq), body: { problem } };
    const raised = await store.write((tx) => raiseNotice(tx, clock, notice));
    if (!raised.ok) log.error("audit.chain-broken-not-raised", { kind: raised.error.kind });
  };
  return {
    audit: createAuditLog({ store, clock, key, memory, headsFile }),
    heads: new HeadPublisher({
      store,
      clock,
      key,
      memory,
      headsFile,
      deliver: to ? deliveryTo(to) : null,
      log: (level, event, fields) => log[level](event, fields),
      onBroken,
    }),
  };
}
