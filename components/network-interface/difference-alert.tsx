"use client";

import type { PreflightDifference } from "#components/network-interface/preflight-difference.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";

/** What is new and what is gone since the person looked; nothing was sent, and the next press agrees to this. */
export function DifferenceAlert({ difference }: { difference: PreflightDifference }) {
  const t = useTexts();
  const { added, gone } = difference;
  return (
    <Alert tone="warning" role="alert" title={t("detach.changedTitle")}>
      <dl className="space-y-1">
        <Facts term={t("detach.changedNew")} facts={added} />
        <Facts term={t("detach.changedGone")} facts={gone} />
      </dl>
      {added.length + gone.length === 0 ? <p>{t("detach.changedNothing")}</p> : null}
      <p className="mt-1.5">{t("detach.changedAgree")}</p>
    </Alert>
  );
}

function Facts({ term, facts }: { term: string; facts: readonly string[] }) {
  if (facts.length === 0) return null;
  return (
    <div>
      <dt className="text-ink-muted text-xs">{term}</dt>
      {facts.map((fact) => (
        <dd key={fact} className="ml-3">
          <bdi>{fact}</bdi>
        </dd>
      ))}
    </div>
  );
}
