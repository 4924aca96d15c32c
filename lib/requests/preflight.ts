import "server-only";

import { ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { type FreshRead, type InterfaceRef, type ReadFailure, readFresh } from "#lib/inventory/read-fresh.ts";
import {
  circumstanceBlockers,
  type DetachBlocker,
  type DetachCircumstances,
  type DetachSubject,
  detachBlockers,
} from "#lib/policy/detach-blockers.ts";
import { type DetachWarning, detachWarnings } from "#lib/policy/detach-warnings.ts";
import { mayDo } from "#lib/policy/permissions.ts";
import { type RiskTier, riskTier } from "#lib/policy/risk-tier.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { shownDigest } from "#lib/requests/preflight-token.ts";
import { readOpenRequests } from "#lib/requests/read-requests.ts";

/** How old a read may be and still decide a detach. */
const GUARD_MAX_AGE_MS = 10_000;
/** Fresh reads kept for the guard; more than this many open dialogs share the budget by forgetting the oldest. */
const KEPT_READS = 500;

export interface DetachTarget extends InterfaceRef {
  /** The instance the person named; null to take the one the ENI is on. */
  instanceId: string | null;
}

export interface Assessment {
  read: FreshRead;
  blockers: DetachBlocker[];
  warnings: DetachWarning[];
  tier: RiskTier;
  digest: string;
}

/** Every address that leaves the instance with the ENI, the primary one first. */
export function addressesOf(eni: NetworkInterface): string[] {
  const v4 = [...eni.privateIps].sort((a, b) => Number(b.primary) - Number(a.primary));
  const eips = v4.flatMap(({ publicIp }) => (publicIp ? [publicIp.address] : []));
  return [
    ...v4.map(({ address }) => address),
    ...eips,
    ...eni.ipv6,
    ...eni.ipv4Prefixes,
    ...eni.ipv6Prefixes,
  ];
}

/**
 * Looks at an ENI for someone who wants to detach it: reads it, applies every rule, and remembers the read for the
 * few seconds in which the decision may rest on it. Dialogs of several people over one ENI share one read.
 */
export class Preflights {
  readonly #desk: Desk;
  readonly #kept = new Map<string, FreshRead>();
  readonly #reading = new Map<string, Promise<Result<FreshRead, ReadFailure>>>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** A read from now on; whoever asks for the same ENI meanwhile waits for the same answer. */
  async readNow(target: DetachTarget): Promise<Result<FreshRead, ReadFailure>> {
    const key = `${target.accountId}/${target.regionId}/${target.networkInterfaceId}`;
    const reading = this.#reading.get(key) ?? this.#read(key, target);
    this.#reading.set(key, reading);
    return reading;
  }

  /** The kept read if it is young enough to decide on, else a new one. */
  async readForGuard(target: DetachTarget): Promise<Result<FreshRead, ReadFailure>> {
    const kept = this.#kept.get(`${target.accountId}/${target.regionId}/${target.networkInterfaceId}`);
    if (kept && this.#desk.clock.now() - kept.observedAt < GUARD_MAX_AGE_MS) return ok(kept);
    return this.readNow(target);
  }

  /** After something was sent, what was seen before decides nothing any more. */
  forget({ accountId, regionId, networkInterfaceId }: InterfaceRef): void {
    this.#kept.delete(`${accountId}/${regionId}/${networkInterfaceId}`);
  }

  async #read(key: string, target: DetachTarget): Promise<Result<FreshRead, ReadFailure>> {
    try {
      const { inventory, clock } = this.#desk;
      const read = await readFresh(inventory, clock, target, target.instanceId ?? undefined);
      this.#kept.delete(key);
      if (read.ok) this.#kept.set(key, read.value);
      const oldest = this.#kept.keys().next();
      if (this.#kept.size > KEPT_READS && !oldest.done) this.#kept.delete(oldest.value);
      return read;
    } finally {
      this.#reading.delete(key);
    }
  }
}

/** Every rule applied to one read, for one person. */
export function assess(
  read: FreshRead,
  askedInstanceId: string | null,
  circumstances: DetachCircumstances,
): Assessment {
  const { networkInterface, instance, memberIds } = read;
  const subject: DetachSubject = { networkInterface, instance, askedInstanceId, memberIds };
  const blockers = [...detachBlockers(subject), ...circumstanceBlockers(circumstances)];
  const warnings = detachWarnings(networkInterface, instance);
  const digest = shownDigest(blockers, warnings, addressesOf(networkInterface));
  return { read, blockers, warnings, tier: riskTier(blockers, warnings), digest };
}

/** Rights, mode, and whether another request is open. `exceptRequest` is the one that is being sent again. */
export async function circumstancesOf(
  desk: Desk,
  actor: Actor,
  { accountId, regionId, networkInterfaceId }: InterfaceRef,
  exceptRequest?: string,
): Promise<DetachCircumstances | null> {
  const open = await desk.store.read(readOpenRequests);
  if (!open.ok) return null;
  const other = open.value.find(
    (request) =>
      request.id !== exceptRequest &&
      request.networkInterfaceId === networkInterfaceId &&
      request.accountId === accountId &&
      request.regionId === regionId,
  );
  return {
    mayAsk: mayDo(actor.roles, "requests.ask"),
    observeOnly: desk.settings.observeOnly,
    openRequest: other ? { id: other.id, askedBy: other.askedBy.name } : null,
  };
}
