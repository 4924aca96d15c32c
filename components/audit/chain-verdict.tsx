"use client";

import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import type { AuditVerdict } from "#lib/contract/audit.ts";
import { count } from "#lib/format/count.ts";

interface ChainVerdictProps {
  verdict: AuditVerdict | undefined;
  failure: unknown;
}

/** What the check of the hash chain found: intact up to which head, or the first event that does not fit. */
export function ChainVerdict({ verdict, failure }: ChainVerdictProps) {
  const t = useTexts();
  if (failure) return <FailureAlert failure={failure} />;
  if (!verdict) return null;
  if (!verdict.intact) {
    return (
      <Alert tone="danger" role="alert" title={t("audit.broken")}>
        <p>{t("audit.brokenDetail", { seq: verdict.firstBadSeq })}</p>
        <p className="mt-1">
          <bdi>{verdict.problem}</bdi>
        </p>
      </Alert>
    );
  }
  const { head, comparedWith } = verdict;
  return (
    <Alert tone="success" role="status" title={t("audit.intact")}>
      <p>{t("audit.intactDetail", { count: count(verdict.count), seq: head.seq })}</p>
      <dl className="mt-1 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 text-xs">
        <dt className="text-ink-muted">{t("audit.hash")}</dt>
        <dd className="break-all font-mono">{head.hash}</dd>
        <dt className="text-ink-muted">{t("audit.comparedWith")}</dt>
        <dd>{comparedWith}</dd>
      </dl>
    </Alert>
  );
}
