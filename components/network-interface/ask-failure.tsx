"use client";

import { FailureAlert, SessionEndedAlert } from "#components/list/failure-alert.tsx";
import { type AskTarget, aliyunCommand } from "#components/network-interface/ask-target.ts";
import { BlockerList } from "#components/network-interface/blocker-list.tsx";
import { isUndecided } from "#components/network-interface/use-send.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import type { ApiFailure } from "#lib/client/api-failure.ts";
import { searchString } from "#lib/client/search-string.ts";

const LINK = "font-medium text-accent-text underline underline-offset-2";

/** What came of pressing the button when no request came of it. What was typed stays in the form below. */
export function AskFailure({ failure, target }: { failure: ApiFailure; target: AskTarget }) {
  const t = useTexts();
  const { problem } = failure;
  if (isUndecided(failure)) {
    const { networkInterfaceId } = target;
    return (
      <Alert tone="warning" role="alert" title={t("detach.unansweredTitle")}>
        <p>{t("detach.unansweredHint")}</p>
        <p className="mt-1">
          <PageLink
            href={`/requests${searchString({ networkInterfaceId })}`}
            target="_blank"
            className={LINK}
          >
            {t("detach.lookAtRequests")}
          </PageLink>
        </p>
      </Alert>
    );
  }
  if (!problem) return <FailureAlert failure={failure} />;
  switch (problem.type) {
    case "no-session":
      return <SessionEndedAlert />;
    case "request-open":
      return (
        <Alert tone="warning" role="alert" title={t("detach.openTitle")}>
          {problem.detail ? <p>{problem.detail}</p> : null}
          {problem.request ? (
            <PageLink href={problem.request.href} className={LINK}>
              {t("detach.openLink")}
            </PageLink>
          ) : null}
        </Alert>
      );
    case "cannot-be-recorded":
    case "sending-stopped":
      return <NotSent stopped={problem.type === "sending-stopped"} failure={failure} target={target} />;
    case "blocked":
      return (
        <div className="space-y-3">
          <FailureAlert failure={failure} />
          {problem.blockers ? <BlockerList blockers={problem.blockers} /> : null}
        </div>
      );
    default:
      return <FailureAlert failure={failure} />;
  }
}

function NotSent({ stopped, failure, target }: { stopped: boolean; failure: ApiFailure; target: AskTarget }) {
  const t = useTexts();
  const command = aliyunCommand(target);
  return (
    <Alert tone="danger" role="alert" title={stopped ? failure.problem?.title : t("detach.notRecordedTitle")}>
      <p>{failure.problem?.detail ?? failure.problem?.title}</p>
      <p className="mt-1">{t(stopped ? "detach.sendingStoppedHint" : "detach.notRecordedHint")}</p>
      <p className="mt-2 flex items-start gap-1">
        <code className="min-w-0 flex-1 break-all rounded-sm bg-sunken p-2 font-mono text-xs">{command}</code>
        <CopyButton value={command} label={t("detach.copyCommand")} />
      </p>
    </Alert>
  );
}
