import "server-only";

import type { AuditReader } from "#lib/audit/audit-access.ts";
import type { AuditFilters } from "#lib/audit/audit-filters.ts";
import { evidenceOf, hasEvents } from "#lib/audit/evidence.ts";
import { verifyEvidence } from "#lib/audit/verify-evidence.ts";
import type { AuditPage, AuditVerdict, Evidence } from "#lib/contract/audit.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { reachOf } from "#lib/policy/reach.ts";
import { comparedSince } from "#lib/requests/attachment-log.ts";
import type { Services } from "#lib/services.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** The filters, and how far this person's right to the log goes. */
export function withinReach(actor: Actor, filters: AuditFilters): AuditFilters {
  const { scopes } = reachOf(actor.grants, "audit.read");
  return scopes === null ? filters : { ...filters, within: scopes };
}

/**
 * One page of the log for someone who may read it. Reading is itself an event, whatever the caller says of it (our own
 * page does not poll the log); a reading that can't be recorded is refused like everything else that can't.
 */
export async function readAuditPage(
  services: Services,
  reader: AuditReader,
  chosen: AuditFilters,
  page: { cursor: string | undefined; limit: number; timeZone: string },
): Promise<Result<AuditPage, StoreFailure>> {
  const filters = withinReach(reader.actor, chosen);
  const recorded = await services.audit.recordRead(reader, filters);
  if (!recorded.ok) return recorded;
  const events = await services.audit.list(filters, { cursor: page.cursor ?? null, limit: page.limit });
  if (!events.ok || page.cursor !== undefined) return events;
  const days = await services.audit.perDay(filters, page.timeZone);
  if (!days.ok) return days;
  const outsideSince = await services.store.read(comparedSince);
  return outsideSince.ok
    ? ok({ ...events.value, days: days.value, outsideSince: outsideSince.value })
    : outsideSince;
}

/** Verifies the chain for someone who asked. What is broken is made known before it is answered. */
export async function verifyAudit(
  { audit, heads }: Services,
  reader: AuditReader,
  head: string | undefined,
): Promise<Result<AuditVerdict, StoreFailure>> {
  const verdict = await audit.verify({ heads: head === undefined ? [] : [{ hash: head }] });
  if (!verdict.ok) return verdict;
  if (!verdict.value.intact) await heads.reportBroken(verdict.value);
  const recorded = await audit.recordVerification(reader, verdict.value);
  return recorded.ok ? verdict : recorded;
}

/** `not-held`: the log has no event of the request, or not any more. `not-provable`: the log is not what is known of it. */
export type EvidenceFailure = StoreFailure | { kind: "not-held" } | { kind: "not-provable" };

/** The evidence of one request. Its newest events are put under a head first, and the file is verified before it goes out. */
export async function readEvidence(
  { audit, heads, store, clock, requests }: Services,
  reader: AuditReader,
  request: string,
): Promise<Result<Evidence, EvidenceFailure>> {
  const seen = await requests.readFor(reader.actor, request);
  if (!seen.ok) return seen;
  if (!seen.value) return err({ kind: "not-held" });
  const held = await store.read((db) => hasEvents(db, request));
  if (!held.ok) return held;
  if (!held.value) return err({ kind: "not-held" });
  const recorded = await audit.recordExport(reader, { format: "evidence", request });
  if (!recorded.ok) return recorded;
  const published = await heads.publish();
  if (!published.ok)
    return published.error.kind === "broken" ? err({ kind: "not-provable" }) : err(published.error);
  const evidence = await store.read((db) => evidenceOf(db, clock, request));
  if (!evidence.ok) return evidence;
  const sound = evidence.value && verifyEvidence(evidence.value, {});
  if (evidence.value && sound?.ok) return ok(evidence.value);
  if (sound && !sound.ok) await heads.reportBroken(sound.error);
  return err({ kind: "not-provable" });
}
