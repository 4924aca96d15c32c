import type { BlockerView, WarningView } from "#lib/contract/problem.ts";
import type { Language } from "#lib/i18n/language.ts";
import { policyTexts } from "#lib/i18n/policy-texts.ts";
import type { BlockerReason, DetachBlocker } from "#lib/policy/detach-blockers.ts";
import type { DetachWarning } from "#lib/policy/detach-warnings.ts";

const WHO_ACTS: Record<BlockerReason, "you" | "owner" | "administrator" | "nobody"> = {
  "primary-interface": "nobody",
  "interface-type": "owner",
  "service-managed": "owner",
  "terway-managed": "owner",
  "interface-linked": "owner",
  "interface-state": "you",
  "not-attached": "you",
  "not-on-this-instance": "you",
  "instance-unknown": "administrator",
  "instance-state": "you",
  "rdma-hot-plug": "you",
  "trunk-has-members": "you",
  "member-without-trunk": "you",
  "not-permitted": "administrator",
  "observe-only": "administrator",
  "read-only-account": "administrator",
  "change-role-refused": "administrator",
  "change-role-unreachable": "you",
  "request-open": "you",
  "sending-stopped": "administrator",
  "interface-not-available": "you",
  "instance-state-attach": "you",
  "another-vpc": "nobody",
  "another-zone": "nobody",
  "nothing-to-undo": "you",
};

/** A blocker in words: what forbids it, what to do, who can. */
export function blockerView(language: Language, { reason, ecsCode, facts }: DetachBlocker): BlockerView {
  const text = policyTexts(language);
  return {
    reason,
    message: text(`blocker.${reason}`, facts),
    fix: text(`blocker.${reason}.fix`, facts),
    whoActs: text(`who.${WHO_ACTS[reason]}`),
    ecsCode,
  };
}

export function warningView(language: Language, { kind, facts }: DetachWarning): WarningView {
  return { kind, message: policyTexts(language)(`warning.${kind}`, facts) };
}
