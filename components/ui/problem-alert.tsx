"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import type { Problem } from "#lib/contract/problem.ts";

interface ProblemAlertProps {
  problem: Problem;
  onRetry?: (() => void) | undefined;
}

/** Everything a problem answer tells: the sentence, the cloud's code, the RequestId to quote, the request it is about. */
export function ProblemAlert({ problem, onRetry }: ProblemAlertProps) {
  const t = useTexts();
  const { title, detail, code, requestId, request, issues, correlationId } = problem;
  return (
    <Alert
      tone="danger"
      title={title}
      role="alert"
      action={
        onRetry ? (
          <Button size="sm" onClick={onRetry}>
            {t("ui.retry")}
          </Button>
        ) : undefined
      }
    >
      {detail ? <p>{detail}</p> : null}
      {issues?.length ? (
        <ul aria-label={t("problem.issues")} className="mt-1 list-disc pl-4">
          {issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path ? <span className="font-mono text-xs">{path}: </span> : null}
              {message}
            </li>
          ))}
        </ul>
      ) : null}
      {request ? (
        <p className="mt-1.5">
          <PageLink href={request.href} className="font-medium text-accent-text underline underline-offset-2">
            {t("problem.request")}
          </PageLink>
        </p>
      ) : null}
      <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-ink-muted text-xs">
        {code ? <Fact term={t("problem.code")} value={code} /> : null}
        {requestId ? (
          <Fact
            term={t("problem.requestId")}
            value={requestId}
            copyLabel={t("ui.copy.of", { what: t("problem.requestId") })}
          />
        ) : null}
        <Fact
          term={t("problem.correlationId")}
          value={correlationId}
          copyLabel={t("ui.copy.of", { what: t("problem.correlationId") })}
        />
      </dl>
    </Alert>
  );
}

function Fact({ term, value, copyLabel }: { term: string; value: string; copyLabel?: string }) {
  return (
    <div className="flex min-h-6 min-w-0 items-center gap-1.5">
      <dt>{term}</dt>
      <dd className="flex min-w-0 items-center font-mono text-ink">
        <span className="break-all">{value}</span>
        {copyLabel ? <CopyButton value={value} label={copyLabel} /> : null}
      </dd>
    </div>
  );
}
