import "server-only";
import type { Transaction } from "kysely";
import { appendEvent } from "#lib/audit/append-event.ts";
import type { AuditAction, EventActor } from "#lib/audit/audit-event.ts";
import type { StrangerRefusal } from "#lib/auth/auth.ts";
import type { AuthDeps } from "#lib/auth/auth-deps.ts";
import type { Clock } from "#lib/core/clock.ts";
import { ok, type Result } from "#lib/core/result.ts";
import { takeFromWindow } from "#lib/limits/take-from-window.ts";
import type { Database } from "#lib/store/schema.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** Nobody vouches for this one. */
export const STRANGER: EventActor = { issuer: "none", subject: "", name: "not signed in", roles: [] };

const ONE_EVENT_PER_S = 60;

export async function recordStrangerRefused(
  { store, clock }: AuthDeps,
  refusal: StrangerRefusal,
): Promise<Result<void, StoreFailure>> {
  const written = await store.write((tx) => countStranger(tx, clock, "permission.refused", refusal));
  return written.ok ? ok(undefined) : written;
}

export async function recordOpenIdRefused(
  { store, clock }: AuthDeps,
  refusal: StrangerRefusal,
): Promise<Result<void, StoreFailure>> {
  return store.write((tx) => countStranger(tx, clock, "session.refused", refusal));
}

/**
 * One event per action, address and minute; the next one says how many were only counted, so that strangers cannot
 * fill the log and still leave a trace.
 */
export async function countStranger(
  tx: Transaction<Database>,
  clock: Clock,
  action: AuditAction,
  { address, userAgent, what, correlationId }: StrangerRefusal,
): Promise<void> {
  const taken = await takeFromWindow(tx, clock, `stranger:${action}:${address}`, 1, ONE_EVENT_PER_S);
  if (!taken.allowed) return;
  await appendEvent(tx, clock, {
    actor: STRANGER,
    action,
    result: "refused",
    from: { address, userAgent },
    after: { what, countedBefore: taken.refusedBefore },
    correlationId,
  });
}
