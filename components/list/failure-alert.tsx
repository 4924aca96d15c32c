"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { ProblemAlert } from "#components/ui/problem-alert.tsx";
import { asApiFailure } from "#lib/client/api-failure.ts";

interface FailureAlertProps {
  failure: unknown;
  onRetry?: (() => void) | undefined;
}

/** A failed call to our API with everything it told: the server's own problem, an ended session, or no usable answer. */
export function FailureAlert({ failure: thrown, onRetry }: FailureAlertProps) {
  const t = useTexts();
  const failure = asApiFailure(thrown);
  if (failure.problem?.type === "no-session") return <SessionEndedAlert onRetry={onRetry} />;
  if (failure.problem) return <ProblemAlert problem={failure.problem} onRetry={onRetry} />;
  const unreachable = failure.kind === "unreachable";
  return (
    <Alert
      tone="danger"
      role="alert"
      title={t(unreachable ? "list.unreachable" : "list.unreadable")}
      action={onRetry ? <RetryButton onRetry={onRetry} /> : undefined}
    >
      {unreachable ? t("list.unreachableHint") : t("list.unreadableHint", { detail: failure.message })}
    </Alert>
  );
}

/** The new tab keeps this page, and what was typed into it, as it is. */
export function SessionEndedAlert({ onRetry }: { onRetry?: (() => void) | undefined }) {
  const t = useTexts();
  return (
    <Alert
      tone="warning"
      role="alert"
      title={t("list.sessionEnded")}
      action={onRetry ? <RetryButton onRetry={onRetry} /> : undefined}
    >
      {t("list.sessionEndedHint")}{" "}
      <a
        href="/sign-in"
        target="_blank"
        rel="noreferrer"
        className="font-medium text-accent-text underline underline-offset-2"
      >
        {t("list.signIn")}
      </a>
    </Alert>
  );
}

function RetryButton({ onRetry }: { onRetry: () => void }) {
  const t = useTexts();
  return (
    <Button size="sm" onClick={onRetry}>
      {t("list.retry")}
    </Button>
  );
}
