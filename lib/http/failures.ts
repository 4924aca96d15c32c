import "server-only";

import type { Call } from "#lib/http/call.ts";
import type { ProblemFacts } from "#lib/http/problem.ts";
import type { BodyFailure } from "#lib/http/read-body.ts";
import { explainEcsError } from "#lib/i18n/ecs-error-texts.ts";
import { problemTexts } from "#lib/i18n/problem-texts.ts";
import type { ReadFailure } from "#lib/inventory/read-fresh.ts";
import { failureView } from "#lib/inventory/source-views.ts";
import { blockerView, warningView } from "#lib/policy/wording.ts";
import type { AskFailure } from "#lib/requests/ask-failure.ts";
import type { StoredRequest } from "#lib/requests/stored-request.ts";

export function refuseBody(call: Call, failure: BodyFailure): Response {
  if (failure.kind === "too-large") return call.refuse("payload-too-large");
  return call.refuse("invalid-request", { issues: failure.issues });
}

/** A read that failed: unknown things are "not found", whatever the reason; ECS's own words are kept. */
export function refuseRead(call: Call, failure: ReadFailure): Response {
  if (failure.kind !== "ecs") {
    return call.refuse("not-found", { detail: problemTexts(call.language)("problem.not-found.detail") });
  }
  return call.refuse("ecs-unreachable", ecsFacts(call, failure));
}

function ecsFacts(call: Call, { failure }: Extract<ReadFailure, { kind: "ecs" }>): ProblemFacts {
  const { message, code, requestId } = failureView(failure, call.language);
  const detail = problemTexts(call.language)("problem.ecs-unreachable.detail", { cause: message });
  return {
    detail,
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

const link = (id: string, state: string) => ({ request: { id, state, href: `/requests/${id}` } });

/** Why nothing was sent, as the contract says it. */
export function refuseAsk(call: Call, failure: AskFailure): Response {
  const { language } = call;
  const text = problemTexts(language);
  switch (failure.kind) {
    case "not-found":
      return call.refuse("not-found", { detail: text("problem.not-found.detail") });
    case "not-permitted":
      return call.refuse("not-permitted", { detail: text("problem.out-of-scope.detail") });
    case "unreadable":
      return call.refuse("ecs-unreachable", ecsFacts(call, failure.failure));
    case "ticket":
      return call.refuse("invalid-request", { issues: [{ path: "ticket", message: failure.problem }] });
    case "blocked": {
      const blockers = failure.blockers.map((each) => blockerView(language, each));
      const request = failure.requestId === null ? {} : link(failure.requestId, "blocked");
      return call.refuse("blocked", { blockers, ...request });
    }
    case "changed":
      return call.refuse("changed", {
        detail: text("problem.changed.detail"),
        blockers: failure.blockers.map((each) => blockerView(language, each)),
        warnings: failure.warnings.map((each) => warningView(language, each)),
      });
    case "confirmation-needed":
      return call.refuse("confirmation-needed", {
        detail: text("problem.confirmation-needed.detail", { address: failure.address }),
        warnings: failure.warnings.map((each) => warningView(language, each)),
      });
    case "step-up-needed":
      return call.refuse("step-up-needed", { detail: text("problem.step-up-needed.detail") });
    case "request-open": {
      const detail = text("problem.request-open.detail", { askedBy: failure.askedBy });
      return call.refuse("request-open", { detail, ...link(failure.id, failure.state) });
    }
    case "moved-on":
      return call.refuse("changed", {
        detail: text("problem.changed.detail"),
        ...link(failure.id, failure.state),
      });
    case "key-reused":
      return call.refuse("idempotency-key-reused");
    case "sending-stopped":
      return call.refuse("sending-stopped", {
        detail: text("problem.sending-stopped.detail", { by: failure.by, reason: failure.reason }),
      });
    case "too-many": {
      const detail = text(`problem.too-many.${failure.of}`, { seconds: String(failure.retryAfterS) });
      return call.refuse("too-many", { detail }, { "retry-after": String(failure.retryAfterS) });
    }
    case "not-recorded":
      return call.refuse("cannot-be-recorded", { detail: text("problem.not-recorded.detail") });
    case "unreadable-log":
      return call.refuse("cannot-be-recorded", {
        title: text("problem.unreadable-log"),
        detail: text("problem.unreadable-log.detail"),
      });
    case "cannot-be-recorded":
      return call.refuse("cannot-be-recorded", {
        detail: text("problem.cannot-be-recorded.detail", { command: failure.command }),
      });
  }
}

/** A refusal by ECS is a refusal of ours too: its code, its words, its RequestId, what it means, and our request. */
export function refusedByEcs(call: Call, request: StoredRequest): Response {
  const last = request.attempts.at(-1);
  const explained = last?.code ? explainEcsError(call.language, last.code, request.action) : null;
  return call.refuse("ecs-refused", {
    ...(last?.message
      ? { title: `${problemTexts(call.language)("problem.ecs-refused")}: ${last.message}` }
      : {}),
    ...(explained ? { detail: `${explained.meaning} ${explained.nextStep}` } : {}),
    ...(last?.code ? { code: last.code } : {}),
    ...(last?.requestId ? { requestId: last.requestId } : {}),
    ...link(request.id, request.state),
  });
}
