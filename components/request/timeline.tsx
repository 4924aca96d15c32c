"use client";

import type { TextKey } from "#components/list/list-column.ts";
import { NameText } from "#components/list/name-text.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { stateWord } from "#components/request/state-word.ts";
import { type StepKind, type TimelineStep, timelineSteps } from "#components/request/timeline-steps.ts";
import { classNames } from "#components/ui/class-names.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ExactTime } from "#components/ui/exact-time.tsx";
import type { RequestDetail } from "#lib/contract/requests.ts";
import { REQUEST_STATES, type RequestedAction } from "#lib/domain/detach-request.ts";
import { duration } from "#lib/format/duration.ts";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

const BAD: readonly StepKind[] = ["refused", "blocked"];
const DOUBTFUL: readonly StepKind[] = ["not-reached", "unanswered", "stopped"];

/** What happened to the request, step by step, and what is expected next. */
export function Timeline({ request }: { request: RequestDetail }) {
  const t = useTexts();
  const steps = timelineSteps(request);
  // One button of the contract's name, at the latest answer; earlier attempts name their number.
  const latest = steps.findLast(({ requestId }) => requestId !== null);
  return (
    <ol aria-label={t("request.timeline")}>
      {steps.map((step, index) => (
        <Step
          key={step.key}
          request={request}
          step={step}
          isLast={index === steps.length - 1}
          isNext={step.at === null && steps[index - 1]?.at !== null}
          isLatestAnswer={step === latest}
        />
      ))}
    </ol>
  );
}

interface StepProps {
  request: Pick<RequestDetail, "action">;
  step: TimelineStep;
  isLast: boolean;
  /** The first of the steps that have not happened. */
  isNext: boolean;
  isLatestAnswer: boolean;
}

function Step({ request, step, isLast, isNext, isLatestAnswer }: StepProps) {
  const t = useTexts();
  const waiting = step.at === null;
  return (
    <li aria-current={isNext ? "step" : undefined} className="relative flex gap-3 pb-4 last:pb-0">
      {isLast ? null : (
        <span
          aria-hidden
          className={classNames(
            "absolute top-4 bottom-0 left-[0.3125rem] border-l",
            waiting ? "border-line-strong border-dashed" : "border-line-strong",
          )}
        />
      )}
      <span
        aria-hidden
        className={classNames(
          "relative mt-1.5 size-2.75 shrink-0 rounded-full border-2",
          dotLook(step, waiting, isNext),
        )}
      />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className={classNames("text-sm", waiting ? "text-ink-faint" : "font-medium text-ink")}>
            {stepText(step, request.action, t)}
          </span>
          {step.attempt !== null && step.kind === "sent" ? (
            <span className="text-ink-faint text-xs">
              {t("request.stepAttempt", { number: step.attempt })}
            </span>
          ) : null}
          {step.actorName ? (
            <bdi className="text-ink-faint text-xs">{t("request.stepBy", { name: step.actorName })}</bdi>
          ) : null}
          <span className="ml-auto whitespace-nowrap text-ink-faint text-xs">
            {step.at ? <ExactTime iso={step.at} show="clock" /> : t("request.stepWaiting")}
            {step.tookMs === null || step.tookMs < 1 ? null : (
              <span className="ml-2">{t("request.stepTook", { duration: duration(step.tookMs) })}</span>
            )}
          </span>
        </div>
        {step.requestId ? (
          <AnswerId step={step} requestId={step.requestId} isLatest={isLatestAnswer} />
        ) : null}
        {step.note ? <StepNote step={step} text={step.note} /> : null}
      </div>
    </li>
  );
}

/** A note is there to be read whole; a reason stands with the others in one line, and whole in its title. */
function StepNote({ step, text }: { step: TimelineStep; text: string }) {
  if (step.kind !== "noted") return <NameText text={text} className="text-ink-muted text-xs" />;
  return (
    <p className="mt-0.5 whitespace-pre-wrap break-words rounded-md border border-line bg-sunken px-2.5 py-1.5 text-ink text-sm">
      <bdi>{text}</bdi>
    </p>
  );
}

function AnswerId({
  step,
  requestId,
  isLatest,
}: {
  step: TimelineStep;
  requestId: string;
  isLatest: boolean;
}) {
  const t = useTexts();
  const what = t("request.requestId");
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-xs">
      <span className="text-ink-faint">{what}</span>
      <span className="break-all font-mono text-ink">{requestId}</span>
      <CopyButton
        value={requestId}
        label={
          isLatest ? t("ui.copy.of", { what }) : t("request.copyOfAttempt", { number: step.attempt ?? 0 })
        }
      />
    </p>
  );
}

function dotLook({ kind, state }: TimelineStep, waiting: boolean, isNext: boolean): string {
  if (waiting) return isNext ? "animate-pulse border-accent bg-accent-soft" : "border-line-strong bg-surface";
  if (BAD.includes(kind)) return "border-danger bg-danger";
  if (kind === "ended" && (state === "detached" || state === "attached"))
    return "border-success-text bg-success-text";
  if (kind === "noted") return "border-line-strong bg-sunken";
  if (DOUBTFUL.includes(kind)) return "border-warning-text bg-warning-text";
  return "border-accent bg-accent";
}

const ACCEPTED: Record<RequestedAction, TextKey> = {
  detach: "request.event.answeredOk",
  attach: "request.event.attachOk",
};

function stepText(step: TimelineStep, action: RequestedAction, t: UiTranslate): string {
  switch (step.kind) {
    case "asked":
      return t("request.event.asked");
    case "blocked":
      return t("request.event.blocked");
    case "sent":
      return t("request.event.sent");
    case "accepted":
      return t(step.at === null ? "request.step.accepted" : ACCEPTED[action]);
    case "refused":
      return t("request.event.answeredRefused");
    case "not-reached":
      return t(step.requestId ? "request.event.answeredThrottled" : "request.event.answeredFailed");
    case "unanswered":
      return t("request.event.answeredUnknown");
    case "seen":
      return seenText(step, t);
    case "ended": {
      const state = REQUEST_STATES.find((known) => known === step.state);
      return t("request.event.ended", { state: state ? t(stateWord(action, state)) : (step.state ?? "") });
    }
    case "stopped":
      return t("request.event.stopped");
    case "noted":
      return t("request.event.noted");
    case "other":
      return t("request.event.other", { action: step.action });
  }
}

function seenText({ interfaceStatus, at }: TimelineStep, t: UiTranslate): string {
  if (interfaceStatus === "Detaching") return t("request.step.detaching");
  if (interfaceStatus === "Available") return t("request.step.available");
  if (interfaceStatus === "Attaching") return t("request.step.attaching");
  if (interfaceStatus === "InUse") return t("request.step.inUse");
  return at === null ? (interfaceStatus ?? "") : t("request.event.seen", { status: interfaceStatus ?? "" });
}
