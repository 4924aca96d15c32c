"use client";

import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { ExactTime } from "#components/ui/exact-time.tsx";
import type { AuditVerdict } from "#lib/contract/audit.ts";
import { count } from "#lib/format/count.ts";

interface ChainVerdictProps {
  verdict: AuditVerdict | undefined;
  failure: unknown;
}

type Intact = Extract<AuditVerdict, { intact: true }>;
type Broken = Extract<AuditVerdict, { intact: false }>;

/** What the check of the hash chain found: intact up to which head, or the first event that does not fit. */
export function ChainVerdict({ verdict, failure }: ChainVerdictProps) {
  if (failure) return <FailureAlert failure={failure} />;
  if (!verdict) return null;
  return verdict.intact ? <IntactChain verdict={verdict} /> : <BrokenChain verdict={verdict} />;
}

function IntactChain({ verdict }: { verdict: Intact }) {
  const t = useTexts();
  const { head, compared, signed } = verdict;
  return (
    <Alert tone="success" role="status" title={t("audit.intact")}>
      <p>{t("audit.intactDetail", { count: count(verdict.count), seq: head.seq })}</p>
      <dl className="mt-1 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 text-xs">
        <dt className="text-ink-muted">{t("audit.hash")}</dt>
        <dd className="break-all font-mono">{head.hash}</dd>
        <dt className="text-ink-muted">{t("audit.comparedWith")}</dt>
        <dd>
          {compared.length === 0
            ? t("audit.comparedNone")
            : compared.map((each) => <ComparedHead key={each.source} compared={each} />)}
        </dd>
        <dt className="text-ink-muted">{t("audit.signatures")}</dt>
        <dd>
          {signed ? t("audit.signedUpTo", { seq: signed.seq, keyId: signed.keyId }) : t("audit.signedNone")}
        </dd>
      </dl>
    </Alert>
  );
}

function ComparedHead({ compared: { source, seq, at } }: { compared: Intact["compared"][number] }) {
  const t = useTexts();
  return (
    <span className="block">
      {t(`audit.compared.${source}`, { seq })} {at ? <ExactTime iso={at} /> : null}
    </span>
  );
}

/** Whoever sees this must not go on as usual, so it says what comes first. */
function BrokenChain({ verdict: { firstBadSeq, problem } }: { verdict: Broken }) {
  const t = useTexts();
  return (
    <Alert tone="danger" role="alert" title={t("audit.broken")}>
      <p className="font-semibold text-base">{t("audit.brokenDetail", { seq: firstBadSeq })}</p>
      <p className="mt-1" lang="en">
        <bdi>{problem}</bdi>
      </p>
      <ol className="mt-2 list-decimal space-y-1 pl-5">
        <li>{t("audit.brokenTrust", { seq: firstBadSeq })}</li>
        <li>{t("audit.brokenKeep")}</li>
        <li>{t("audit.brokenTell")}</li>
      </ol>
    </Alert>
  );
}
