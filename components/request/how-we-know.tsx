"use client";

import { EvidenceLink } from "#components/audit/evidence-link.tsx";
import type { TextKey } from "#components/list/list-column.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Card } from "#components/ui/card.tsx";
import type { RequestDetail } from "#lib/contract/requests.ts";
import type { Outcome, RequestedAction } from "#lib/domain/detach-request.ts";

const AS_BEFORE: Record<RequestedAction, Outcome> = { detach: "attached", attach: "detached" };

/** What is known of the ENI, and whether it was answered for or only seen. */
export function HowWeKnow({ request }: { request: RequestDetail }) {
  const t = useTexts();
  const { action, outcome, evidence, open } = request;
  // While it is open, what was last seen is no outcome yet.
  const isKnown = outcome !== "unknown" && !(open && evidence === null);
  const words = evidenceText(request) ?? (isKnown ? null : "request.evidence.none");
  const word: TextKey =
    action === "attach" && outcome === "detached"
      ? "request.outcome.notAttached"
      : `request.outcome.${outcome}`;
  return (
    <Card title={t("request.evidence")} actions={<EvidenceLink requestId={request.id} />}>
      <p className="text-ink text-sm">
        {isKnown ? <strong className="mr-1.5 font-semibold">{t(word)}.</strong> : null}
        {words === null ? null : <span className="text-ink-muted">{t(words)}</span>}
      </p>
    </Card>
  );
}

function evidenceText({ action, state, outcome, evidence }: RequestDetail): TextKey | null {
  if (evidence === null) return null;
  if (state === "not-attached" && outcome === "attached") return "request.evidence.elsewhere";
  return outcome === AS_BEFORE[action] ? "request.evidence.unchanged" : `request.evidence.${evidence}`;
}
