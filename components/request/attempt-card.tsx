"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { ExactTime } from "#components/ui/exact-time.tsx";
import type { Tone } from "#components/ui/tone.ts";
import type { AttemptView } from "#lib/contract/requests.ts";
import { duration } from "#lib/format/duration.ts";

const RESULT_TONES: Record<AttemptView["result"], Tone> = {
  pending: "info",
  accepted: "success",
  refused: "danger",
  throttled: "warning",
  "not-sent": "neutral",
  unknown: "warning",
};

/** One DetachNetworkInterface: when, what ECS answered word for word, and beside it what that means. */
export function AttemptCard({ attempt }: { attempt: AttemptView }) {
  const t = useTexts();
  const { number, result, sentAt, answeredAt, requestId, httpStatus, code, cloudIdentity } = attempt;
  const items = [
    { term: t("request.attemptSent"), value: <ExactTime iso={sentAt} /> },
    {
      term: t("request.attemptAnswered"),
      value: answeredAt ? (
        <>
          <ExactTime iso={answeredAt} show="clock" />{" "}
          <span className="text-ink-faint text-xs">
            {t("request.stepTook", { duration: duration(Date.parse(answeredAt) - Date.parse(sentAt)) })}
          </span>
        </>
      ) : (
        t("request.stepWaiting")
      ),
    },
    ...(httpStatus === null ? [] : [{ term: t("request.attemptHttp"), value: httpStatus }]),
    {
      term: t("request.requestId"),
      value: requestId ? (
        <span className="flex items-center gap-1">
          <span className="break-all font-mono text-xs">{requestId}</span>
          <CopyButton value={requestId} label={t("request.copyOfAttempt", { number })} />
        </span>
      ) : (
        <span className="text-ink-muted">{t("request.noRequestId")}</span>
      ),
      wide: true,
    },
    ...(cloudIdentity === null
      ? []
      : [
          {
            term: t("request.cloudIdentity"),
            value: <bdi className="break-all font-mono text-xs">{cloudIdentity}</bdi>,
            wide: true,
          },
        ]),
  ];
  return (
    <article className="border-line border-b px-4 py-3.5 last:border-b-0">
      <header className="mb-2.5 flex flex-wrap items-center gap-2">
        <h3 className="font-medium text-ink text-sm">{t("request.attempt", { number })}</h3>
        <Badge tone={RESULT_TONES[result]}>{t(`request.attemptResult.${result}`)}</Badge>
        {code ? <span className="break-all font-mono text-danger-text text-xs">{code}</span> : null}
      </header>
      <DescriptionList items={items} />
      {attempt.code || attempt.message ? <EcsWords attempt={attempt} /> : null}
    </article>
  );
}

function EcsWords({ attempt }: { attempt: AttemptView }) {
  const t = useTexts();
  const { message, explanation, recommend } = attempt;
  return (
    <div className="mt-3 grid gap-3 md:grid-cols-2">
      <section className="rounded-lg border border-line bg-sunken p-3 text-sm">
        <h4 className="text-ink-faint text-xs">{t("request.ecsSays")}</h4>
        {message ? (
          <blockquote className="mt-1 whitespace-pre-wrap break-words text-ink">
            <bdi>{message}</bdi>
          </blockquote>
        ) : (
          <p className="mt-1 text-ink-muted">{t("request.ecsSaysNothing")}</p>
        )}
        {recommend ? <Recommend text={recommend} /> : null}
      </section>
      <section className="rounded-lg border border-line p-3 text-sm">
        <h4 className="text-ink-faint text-xs">{t("request.weSay")}</h4>
        {explanation ? (
          <>
            <p className="mt-1 text-ink">{explanation.meaning}</p>
            {explanation.listed ? null : <p className="mt-1 text-ink-muted">{t("request.unlisted")}</p>}
            <dl className="mt-2 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1">
              <dt className="text-ink-faint text-xs leading-5">{t("request.nextStep")}</dt>
              <dd className="text-ink">{explanation.nextStep}</dd>
              <dt className="text-ink-faint text-xs leading-5">{t("request.whoActs")}</dt>
              <dd className="text-ink">{explanation.whoActs}</dd>
            </dl>
          </>
        ) : (
          <p className="mt-1 text-ink-muted">{t("request.unlisted")}</p>
        )}
      </section>
    </div>
  );
}

/** ECS sends a link here; anything else is shown as the text it is. */
function Recommend({ text }: { text: string }) {
  const t = useTexts();
  return (
    <p className="mt-2 text-xs">
      <span className="text-ink-faint">{t("request.recommend")}: </span>
      {text.startsWith("https://") ? (
        <a href={text} target="_blank" rel="noreferrer" className="break-all text-accent-text underline">
          {t("request.recommendLink")}
        </a>
      ) : (
        <bdi>{text}</bdi>
      )}
    </p>
  );
}
