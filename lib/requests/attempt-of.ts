import "server-only";

import { unreachable } from "#lib/core/invariant.ts";
import type { Result } from "#lib/core/result.ts";
import type { Attempt } from "#lib/domain/detach-request.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";

/** What a call to DetachNetworkInterface came back with, as the attempt that is kept. Nothing ECS said is lost. */
export function attemptOf(
  number: number,
  sentAt: string,
  answeredAt: string,
  answer: Result<{ requestId: string }, EcsFailure>,
): Attempt {
  const blank = {
    number,
    sentAt,
    answeredAt,
    requestId: null,
    httpStatus: null,
    code: null,
    message: null,
    recommend: null,
  };
  if (answer.ok) return { ...blank, result: "accepted", requestId: answer.value.requestId, httpStatus: 200 };
  const failure = answer.error;
  switch (failure.kind) {
    case "rejected": {
      const { requestId, httpStatus, code, message, recommend } = failure;
      return { ...blank, result: "refused", requestId, httpStatus, code, message, recommend };
    }
    case "throttled": {
      const { requestId, httpStatus, code, message } = failure;
      return { ...blank, result: "throttled", requestId, httpStatus, code, message };
    }
    case "not-sent":
      return { ...blank, result: "not-sent", code: failure.sessionCode ?? null, message: failure.cause };
    case "outcome-unknown": {
      const { requestId, httpStatus, code, message, cause } = failure;
      return { ...blank, result: "unknown", requestId, httpStatus, code, message: message ?? cause };
    }
    default:
      return unreachable(failure);
  }
}
