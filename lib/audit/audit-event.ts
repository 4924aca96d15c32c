import "server-only";
import type { AuditEventView } from "#lib/contract/audit.ts";
import type { Actor } from "#lib/domain/actor.ts";

export const AUDIT_ACTIONS = [
  "session.started",
  "session.refused",
  "session.ended",
  "session.stepped-up",
  "permission.refused",
  "request.asked",
  "request.blocked",
  "request.sent",
  "request.answered",
  "request.followed",
  "request.ended",
  "request.stopped-following",
  "request.noted",
  "attachment.changed-outside",
  "audit.read",
  "audit.exported",
  "audit.verified",
  "settings.changed",
  "user.changed",
  "sending.stopped",
  "sending.allowed",
  "system.started",
  "system.migrated",
  "system.head-published",
  "segment.sealed",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AUDIT_RESULTS = ["ok", "refused", "blocked", "failed", "unknown"] as const;

/** Grows when the meaning of a field changes; old events keep the number they were written with. */
export const AUDIT_SCHEMA_VERSION = 1;

/** What a caller says about something that happened; number, time and hashes are the log's own. */
export type NewAuditEvent = Omit<
  AuditEventView,
  "seq" | "at" | "schemaVersion" | "prevHash" | "hash" | "action"
> & { action: AuditAction };

export type EventActor = AuditEventView["actor"];
export type EventOrigin = NonNullable<AuditEventView["from"]>;

/** The program itself: follower, reconciler, start-up. */
export const SYSTEM_ACTOR: EventActor = {
  issuer: "system",
  subject: "eni-desk",
  name: "ENI Desk",
  roles: [],
};

export function eventActor(actor: Actor): EventActor {
  return { issuer: actor.issuer, subject: actor.subject, name: actor.name, roles: [...actor.roles] };
}
