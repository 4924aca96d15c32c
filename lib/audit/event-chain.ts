import "server-only";
import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import { type AuditEventView, auditEventSchema } from "#lib/contract/audit.ts";
import { canonicalJson } from "#lib/core/json.ts";
import type { EventsTable } from "#lib/store/schema.ts";

/** What the first event names as its predecessor. */
export const GENESIS_HASH = "0".repeat(64);

/** An event as it is hashed: everything but the hashes themselves. */
export type UnhashedEvent = Omit<AuditEventView, "prevHash" | "hash">;

/** SHA-256 of the canonical JSON of an event. */
export function bodyDigest(body: string): string {
  return sha256(body);
}

/**
 * SHA-256 over seq, the previous hash and the digest of the event (both always 64 characters), one after the other.
 * The digest stands for the event, so that a chain can be followed past events that are not shown.
 */
export function linkHash(seq: number, prevHash: string, digest: string): string {
  return sha256(`${seq}${prevHash}${digest}`);
}

export function eventHash(seq: number, prevHash: string, body: string): string {
  return linkHash(seq, prevHash, bodyDigest(body));
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** The row of an event. The columns beside `body` only repeat it, for searching; verification compares them. */
export function eventRow(event: UnhashedEvent, prevHash: string): EventsTable {
  const body = canonicalJson(event);
  return {
    ...searchColumns(event),
    seq: event.seq,
    body,
    prev_hash: prevHash,
    hash: eventHash(event.seq, prevHash, body),
  };
}

export function searchColumns(
  event: UnhashedEvent,
): Omit<EventsTable, "seq" | "body" | "prev_hash" | "hash"> {
  return {
    at: event.at,
    schema_version: event.schemaVersion,
    action: event.action,
    result: event.result,
    actor_issuer: event.actor.issuer,
    actor_subject: event.actor.subject,
    actor_name: event.actor.name,
    account_id: event.target?.accountId ?? null,
    region_id: event.target?.regionId ?? null,
    instance_id: event.target?.instanceId ?? null,
    network_interface_id: event.target?.networkInterfaceId ?? null,
    ecs_request_id: event.requestId ?? null,
    request_id: event.request ?? null,
    ticket: event.ticket ?? null,
    correlation_id: event.correlationId,
  };
}

/** For lists: a log that was damaged must still be looked at, so an event that cannot be read is shown as such. */
export function shownEventOfRow(row: Selectable<EventsTable>): AuditEventView {
  try {
    return eventOfRow(row);
  } catch {
    return {
      seq: row.seq,
      at: row.at,
      schemaVersion: row.schema_version,
      actor: { issuer: row.actor_issuer, subject: row.actor_subject, name: row.actor_name, roles: [] },
      action: row.action,
      result: "unknown",
      message: "This event is damaged: what was recorded cannot be read. Verify the chain.",
      correlationId: row.correlation_id,
      prevHash: row.prev_hash,
      hash: row.hash,
    };
  }
}

/** Throws on a body that is no event: the log is then damaged, and verification says where. */
export function eventOfRow(row: Pick<EventsTable, "body" | "prev_hash" | "hash">): AuditEventView {
  return auditEventSchema.parse({ ...JSON.parse(row.body), prevHash: row.prev_hash, hash: row.hash });
}
