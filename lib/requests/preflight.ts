import "server-only";

import { ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import type { RequestedAction } from "#lib/domain/detach-request.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { type FreshRead, type InterfaceRef, type ReadFailure, readFresh } from "#lib/inventory/read-fresh.ts";
import { attachBlockers } from "#lib/policy/attach-blockers.ts";
import {
  circumstanceBlockers,
  type DetachBlocker,
  type DetachCircumstances,
  type DetachSubject,
  detachBlockers,
} from "#lib/policy/detach-blockers.ts";
import { type DetachWarning, detachWarnings } from "#lib/policy/detach-warnings.ts";
import { type RiskTier, riskTier } from "#lib/policy/risk-tier.ts";
import { standingOf } from "#lib/requests/acting.ts";
import type { Desk } from "#lib/requests/desk.ts";
import { shownDigest } from "#lib/requests/preflight-token.ts";
import { readOpenRequests } from "#lib/requests/read-requests.ts";
import { checkReach } from "#lib/requests/within-reach.ts";
import { readSending } from "#lib/switches/sending.ts";

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
    const key = keyOf(target);
    const reading = this.#reading.get(key) ?? this.#read(key, target);
    this.#reading.set(key, reading);
    return reading;
  }

  /** The kept read if it is young enough to decide on, else a new one. */
  async readForGuard(target: DetachTarget): Promise<Result<FreshRead, ReadFailure>> {
    const kept = this.#kept.get(keyOf(target));
    if (kept && this.#desk.clock.now() - kept.observedAt < GUARD_MAX_AGE_MS) return ok(kept);
    return this.readNow(target);
  }

  /** After something was sent, what was seen before decides nothing any more. */
  forget(target: InterfaceRef): void {
    this.#desk.inventory.recentReads.forget(target);
    const prefix = interfaceKey(target);
    for (const key of this.#kept.keys()) if (key.startsWith(prefix)) this.#kept.delete(key);
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

const interfaceKey = ({ accountId, regionId, networkInterfaceId }: InterfaceRef) =>
  `${accountId}/${regionId}/${networkInterfaceId}/`;
const keyOf = (target: DetachTarget) => `${interfaceKey(target)}${target.instanceId ?? ""}`;

/** Every rule for taking the ENI off its instance applied to one read, for one person. */
export function assess(
  read: FreshRead,
  askedInstanceId: string | null,
  circumstances: DetachCircumstances,
): Assessment {
  const { networkInterface, instance, memberIds } = read;
  const subject: DetachSubject = { networkInterface, instance, askedInstanceId, memberIds };
  const blockers = [...detachBlockers(subject), ...circumstanceBlockers(circumstances)];
  const warnings = detachWarnings(networkInterface, instance);
  const digest = shownDigest("detach", blockers, warnings, addressesOf(networkInterface));
  return { read, blockers, warnings, tier: riskTier(blockers, warnings), digest };
}

/** Every rule for attaching the ENI to the instance it came from applied to one read, for one person. */
export function assessAttach(
  read: FreshRead,
  { instanceId }: { instanceId: string },
  circumstances: DetachCircumstances,
): Assessment {
  const { networkInterface, askedInstance } = read;
  const instance = askedInstance?.instanceId === instanceId ? askedInstance : null;
  const subject = { networkInterface, instance, instanceId };
  const blockers = [...attachBlockers(subject), ...circumstanceBlockers(circumstances)];
  const digest = shownDigest("attach", blockers, [], addressesOf(networkInterface));
  return { read, blockers, warnings: [], tier: riskTier(blockers, []), digest };
}

/** The same with more that stands in the way. */
export function hindered(
  { read, blockers, warnings }: Assessment,
  action: RequestedAction,
  more: DetachBlocker,
): Assessment {
  const all = [...blockers, more];
  const digest = shownDigest(action, all, warnings, addressesOf(read.networkInterface));
  return { read, blockers: all, warnings, tier: riskTier(all, warnings), digest };
}

/** Rights, mode, and whether another request is open. `exceptRequest` is the one that is being sent again. */
export async function circumstancesOf(
  desk: Desk,
  actor: Actor,
  { accountId, regionId, networkInterfaceId }: InterfaceRef,
  seen: FreshRead,
  exceptRequest?: string,
): Promise<DetachCircumstances | null> {
  const read = await desk.store.read(async (db) => ({
    open: await readOpenRequests(db),
    sending: await readSending(db),
  }));
  if (!read.ok) return null;
  const { open, sending } = read.value;
  const other = open.find(
    (request) =>
      request.id !== exceptRequest &&
      request.networkInterfaceId === networkInterfaceId &&
      request.accountId === accountId &&
      request.regionId === regionId,
  );
  return {
    mayAsk: checkReach(actor, seen).ok,
    ...standingOf(desk, accountId),
    sendingStopped: sending.enabled ? null : { reason: sending.reason, by: sending.by },
    openRequest: other ? { id: other.id, askedBy: other.askedBy.name } : null,
  };
}
