import "server-only";
import { z } from "zod";
import type { Json } from "#lib/core/json.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import { parseJson } from "#lib/ecs/parse-json.ts";
import type { TransportAnswer } from "#lib/ecs/transport.ts";

export interface EcsAnswer {
  requestId: string;
  body: Json;
}

const requestIdSchema = z.string().regex(/^[\x21-\x7e]{1,128}$/);

/** The envelope of every error: `{RequestId, HostId, Code, Message, Recommend}`; a success has none but RequestId. */
const envelopeSchema = z.object({
  RequestId: requestIdSchema.nullish().catch(null),
  Code: z.string().nullish().catch(null),
  Message: z.string().nullish().catch(null),
  Recommend: z.string().nullish().catch(null),
});

/** Codes after which ECS may have acted, whatever the status: DescribeInstances documents InternalError with 400. */
const SERVER_FAULT = /^(InternalError|ServiceUnavailable)(\.|$)/;
const THROTTLED = /^Throttling(\.|$)/;

/**
 * Decides what an answer of ECS means. The code counts more than the status, which differs between pages
 * (throttling is 400 today, 429 on an older one).
 */
export function classifyAnswer(answer: TransportAnswer): Result<EcsAnswer, EcsFailure> {
  const { httpStatus } = answer;
  const body = parseJson(answer.body);
  const envelope = envelopeSchema.safeParse(body).data;
  const requestId = envelope?.RequestId ?? headerRequestId(answer);
  const code = envelope?.Code || null;
  const message = envelope?.Message ?? "";
  const unknown = (cause: string): Result<EcsAnswer, EcsFailure> =>
    err({
      kind: "outcome-unknown",
      cause,
      httpStatus,
      code,
      message: code === null ? null : message,
      requestId,
    });

  if (httpStatus >= 300 && httpStatus < 400) {
    return unknown(`ECS answered with a redirect (HTTP ${httpStatus}), which is not followed`);
  }
  if (httpStatus === 429 || (code !== null && THROTTLED.test(code))) {
    const retryAfterMs = readRetryAfter(answer);
    return err({ kind: "throttled", httpStatus, code: code ?? "HTTP 429", message, requestId, retryAfterMs });
  }
  if (envelope === undefined || body === undefined) {
    return unknown(`the answer (HTTP ${httpStatus}) is not the JSON of ECS`);
  }
  if (httpStatus >= 500 || (code !== null && SERVER_FAULT.test(code))) {
    return unknown(`ECS reported a fault of its own (HTTP ${httpStatus})`);
  }
  if (httpStatus >= 400 && code !== null) {
    const recommend = envelope.Recommend || null;
    return err({ kind: "rejected", httpStatus, code, message, requestId, recommend });
  }
  if (httpStatus < 200 || httpStatus >= 300 || code !== null) {
    return unknown(`the answer (HTTP ${httpStatus}) is neither a success nor an error of ECS`);
  }
  if (!envelope.RequestId)
    return unknown("the answer carries no RequestId, so it is not proven to be from ECS");
  return ok({ requestId: envelope.RequestId, body });
}

function headerRequestId({ headers }: TransportAnswer): string | null {
  return requestIdSchema.safeParse(headers["x-acs-request-id"]).data ?? null;
}

/** Milliseconds; ECS sends it with some throttling answers only. */
function readRetryAfter({ headers }: TransportAnswer): number | null {
  const text = headers["x-acs-retry-after"];
  return typeof text === "string" && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
