import type { TextKey } from "#components/list/list-column.ts";
import type { Tone } from "#components/ui/tone.ts";
import type { AuditEventView } from "#lib/contract/audit.ts";

/** Actions with words of their own; one that a newer server writes is shown as it spells it. */
export const ACTION_TEXTS = {
  "request.asked": "audit.action.request.asked",
  "request.blocked": "audit.action.request.blocked",
  "request.sent": "audit.action.request.sent",
  "request.answered": "audit.action.request.answered",
  "request.followed": "audit.action.request.followed",
  "request.ended": "audit.action.request.ended",
  "request.stopped-following": "audit.action.request.stopped-following",
  "request.noted": "audit.action.request.noted",
  "attachment.changed-outside": "audit.action.attachment.changed-outside",
  "permission.refused": "audit.action.permission.refused",
  "session.started": "audit.action.session.started",
  "session.refused": "audit.action.session.refused",
  "session.ended": "audit.action.session.ended",
  "audit.read": "audit.action.audit.read",
  "audit.exported": "audit.action.audit.exported",
  "audit.verified": "audit.action.audit.verified",
  "settings.changed": "audit.action.settings.changed",
  "user.changed": "audit.action.user.changed",
  "sending.stopped": "audit.action.sending.stopped",
  "sending.allowed": "audit.action.sending.allowed",
  "system.started": "audit.action.system.started",
  "system.migrated": "audit.action.system.migrated",
  "system.head-published": "audit.action.system.head-published",
  "segment.sealed": "audit.action.segment.sealed",
} as const satisfies Record<string, TextKey>;

export function actionText(action: string): TextKey | null {
  const texts: Readonly<Record<string, TextKey>> = ACTION_TEXTS;
  return Object.hasOwn(texts, action) ? (texts[action] ?? null) : null;
}

export const RESULT_LOOKS: Record<AuditEventView["result"], { tone: Tone; text: TextKey }> = {
  ok: { tone: "success", text: "audit.result.ok" },
  refused: { tone: "danger", text: "audit.result.refused" },
  blocked: { tone: "warning", text: "audit.result.blocked" },
  failed: { tone: "danger", text: "audit.result.failed" },
  unknown: { tone: "warning", text: "audit.result.unknown" },
};
