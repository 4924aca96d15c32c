"use client";

import { useQuery } from "@tanstack/react-query";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { Freshness } from "#components/list/freshness.tsx";
import { useHydrated } from "#components/list/use-hydrated.ts";
import { BlockerList } from "#components/network-interface/blocker-list.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { AttachBack } from "#components/request/attach-back.tsx";
import { AttemptCard } from "#components/request/attempt-card.tsx";
import { HowWeKnow } from "#components/request/how-we-know.tsx";
import { NoteForm } from "#components/request/note-form.tsx";
import { RequestActions } from "#components/request/request-actions.tsx";
import { RequestFacts } from "#components/request/request-facts.tsx";
import { RequestStateBadge } from "#components/request/request-state.tsx";
import { stateSentence, stateWord } from "#components/request/state-word.ts";
import { Timeline } from "#components/request/timeline.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { useIdle } from "#lib/client/idleness.ts";
import { requestQueries } from "#lib/client/request-queries.ts";
import type { RequestDetail } from "#lib/contract/requests.ts";
import { isoTime } from "#lib/core/clock.ts";
import type { RequestState } from "#lib/domain/detach-request.ts";
import { shortId } from "#lib/format/short-id.ts";

type AlertTone = "info" | "warning" | "danger" | "success";

const STATE_TONES: Record<RequestState, AlertTone> = {
  recorded: "info",
  sending: "info",
  accepted: "info",
  detached: "success",
  attached: "success",
  "not-attached": "warning",
  blocked: "warning",
  refused: "danger",
  "still-attached": "warning",
  gone: "warning",
  "not-sent": "warning",
  "not-followed": "info",
  unknown: "warning",
  stuck: "danger",
  "needs-attention": "danger",
};

const SUMMARIES = { detach: "request.summary", attach: "request.summaryAttach" } as const;
const ATTEMPT_HINTS = { detach: "request.attemptsHint", attach: "request.attemptsHintAttach" } as const;

/** One request, the same for everyone who opens its link: what was asked, what ECS said, what is seen, what to do. */
export function RequestView({ initial }: { initial: RequestDetail }) {
  const t = useTexts();
  const paused = useIdle();
  const hydrated = useHydrated();
  const detail = useQuery(requestQueries.detail(initial.id, paused, initial));
  const request = detail.data;
  const { action, state } = request;
  const word = t(stateWord(action, state));
  const refetch = () => {
    void detail.refetch();
  };
  return (
    <>
      <PageHeader
        breadcrumbs={<Breadcrumbs items={[{ label: t("request.breadcrumb"), href: "/requests" }]} />}
        title={t("request.title", { id: shortId(request.id) })}
        meta={
          <>
            <RequestStateBadge action={action} state={state} />
            <span>{t(SUMMARIES[action], { networkInterfaceId: request.networkInterfaceId })}</span>
          </>
        }
        actions={
          <Freshness
            observedAt={hydrated ? isoTime(detail.dataUpdatedAt) : null}
            fetching={false}
            onRefresh={refetch}
          />
        }
      />
      <p role="status" className="sr-only">
        {t("request.announce", { state: word })}
      </p>
      <div className="space-y-4">
        {detail.isError ? <FailureAlert failure={detail.error} onRetry={refetch} /> : null}
        <Alert tone={STATE_TONES[state]} title={word}>
          {t(stateSentence(action, state))}
        </Alert>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <div className="space-y-4">
            <Card title={t("request.timeline")}>
              <Timeline request={request} />
            </Card>
            <HowWeKnow request={request} />
            {request.may.note ? <NoteForm requestId={request.id} /> : null}
          </div>
          <div className="space-y-4">
            <Card title={t("request.what")}>
              <RequestFacts request={request} />
            </Card>
            <RequestActions request={request} />
            <AttachBack request={request} />
          </div>
        </div>
        <Agreed request={request} />
        <Card flush title={t("request.attempts")} meta={t(ATTEMPT_HINTS[action])}>
          {request.attempts.length > 0 ? (
            request.attempts.map((attempt) => <AttemptCard key={attempt.number} attempt={attempt} />)
          ) : (
            <p className="px-4 py-5 text-ink-muted text-sm">{t("request.attemptNone")}</p>
          )}
        </Card>
      </div>
    </>
  );
}

/** What stood against it, or what was agreed to, when it was asked. */
function Agreed({ request }: { request: RequestDetail }) {
  const t = useTexts();
  const { blockers, warnings } = request;
  return (
    <>
      {blockers.length > 0 ? (
        <Card title={t("request.blockers")}>
          <BlockerList blockers={blockers} />
        </Card>
      ) : null}
      {warnings.length > 0 ? (
        <Card title={t("request.warnings")}>
          <ul className="list-disc space-y-1 pl-4 text-ink text-sm">
            {warnings.map(({ kind, message }) => (
              <li key={`${kind} ${message}`}>
                <bdi>{message}</bdi>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}
