import "server-only";

import { setTimeout as sleep } from "node:timers/promises";
import type { Services } from "#lib/services.ts";

/** A probe waits for nobody: ECS may hang, and that must not look like a replica that hangs. */
const ECS_WAIT_MS = 1_000;
/** Beyond this somebody should look after a clock; nothing of ours goes by the process's own. */
const CLOCK_BOUND_MS = 30_000;

export interface Readiness {
  checks: { store: boolean; audit: boolean };
  /** What is worse than it should be and takes no replica out. */
  degraded: { ecs?: string; clock?: string };
}

/** May this process be sent people? Only if it can record. */
export async function readinessOf(services: Services): Promise<Readiness> {
  const { store, audit } = services;
  const [writable, head, ecs] = await Promise.all([store.check(), audit.head(), ecsTrouble(services)]);
  const clock = clockTrouble(services);
  return {
    checks: { store: writable.ok, audit: head.ok },
    degraded: { ...(ecs === null ? {} : { ecs }), ...(clock === null ? {} : { clock }) },
  };
}

async function ecsTrouble({ inventory, calls }: Services): Promise<string | null> {
  const known = inventory.accounts().then((accounts) => (accounts.ok ? null : accounts.error.kind));
  const waited = new AbortController();
  const late = sleep(ECS_WAIT_MS, "no-answer", { signal: waited.signal }).catch(() => null);
  const failure = await Promise.race([known, late]);
  waited.abort();
  return failure ?? calls.outOfReach(performance.now());
}

function clockTrouble({ store, calls }: Services): string | null {
  const aheadOfDatabaseMs = store.skewMs ?? 0;
  const behindEcsMs = calls.skewMs;
  const words = [
    Math.abs(aheadOfDatabaseMs) > CLOCK_BOUND_MS ? offset(aheadOfDatabaseMs, "the database") : null,
    Math.abs(behindEcsMs) > CLOCK_BOUND_MS ? offset(-behindEcsMs, "ECS") : null,
  ].filter((word) => word !== null);
  return words.length === 0 ? null : words.join(", ");
}

function offset(aheadMs: number, of: string): string {
  return `${Math.round(Math.abs(aheadMs) / 1_000)} s ${aheadMs > 0 ? "ahead of" : "behind"} ${of}`;
}
