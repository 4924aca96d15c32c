"use client";

import { useQuery } from "@tanstack/react-query";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { Freshness } from "#components/list/freshness.tsx";
import { useHydrated } from "#components/list/use-hydrated.ts";
import { BlockerList } from "#components/network-interface/blocker-list.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { AttemptCard } from "#components/request/attempt-card.tsx";
import { RequestActions } from "#components/request/request-actions.tsx";
import { RequestFacts } from "#components/request/request-facts.tsx";
import { Timeline } from "#components/request/timeline.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { StatusBadge } from "#components/ui/status-badge.tsx";
import { useIdle } from "#lib/client/idleness.ts";
import { requestQueries } from "#lib/client/queries.ts";
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

/** One request, the same for everyone who opens its link: what was asked, what ECS said, what is seen, what to do. */
export function RequestView({ initial }: { initial: RequestDetail }) {
  const t = useTexts();
  const paused = useIdle();
  const hydrated = useHydrated();
  const detail = useQuery(requestQueries.detail(initial.id, paused, initial));
  const request = detail.data;
  const stateWord = t(`status.request.${request.state}`);
  const refetch = () => {
    void detail.refetch();
  };
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: t("request.breadcrumb"), href: "/requests" }]}
        title={t("request.title", { id: shortId(request.id) })}
        meta={
          <>
            <StatusBadge kind="request" status={request.state} />
            <span>{t("request.summary", { networkInterfaceId: request.networkInterfaceId })}</span>
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
        {t("request.announce", { state: stateWord })}
      </p>
      <div className="space-y-4">
        {detail.isError ? <FailureAlert failure={detail.error} onRetry={refetch} /> : null}
        <Alert tone={STATE_TONES[request.state]} title={stateWord}>
          {t(`request.state.${request.state}`)}
        </Alert>
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <div className="space-y-4">
            <Card title={t("request.timeline")}>
              <Timeline request={request} />
            </Card>
            <HowWeKnow request={request} />
          </div>
          <div className="space-y-4">
            <Card title={t("request.what")}>
              <RequestFacts request={request} />
            </Card>
            <RequestActions request={request} />
          </div>
        </div>
        <Agreed request={request} />
        <Card flush title={t("request.attempts")} meta={t("request.attemptsHint")}>
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

function HowWeKnow({ request }: { request: RequestDetail }) {
  const t = useTexts();
  const { outcome, evidence, open } = request;
  // While it is open, what was last seen is no outcome yet.
  const isKnown = outcome !== "unknown" && !(open && evidence === null);
  const seen =
    evidence === null ? null : t(`request.evidence.${outcome === "attached" ? "attached" : evidence}`);
  const words = seen ?? (isKnown ? null : t("request.evidence.none"));
  return (
    <Card title={t("request.evidence")}>
      <p className="text-ink text-sm">
        {isKnown ? (
          <strong className="mr-1.5 font-semibold">{t(`request.outcome.${outcome}`)}.</strong>
        ) : null}
        <span className="text-ink-muted">{words}</span>
      </p>
    </Card>
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
