import "server-only";

import { requestKeySchema } from "#lib/core/ids.ts";
import type { Result } from "#lib/core/result.ts";
import { refuseAsk, refusedByEcs } from "#lib/http/failures.ts";
import type { AdmittedCall } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import type { Asked } from "#lib/requests/ask.ts";
import type { AskFailure } from "#lib/requests/ask-failure.ts";

/** The Idempotency-Key of a change: one UUID, or null. Two headers of that name come as "a, b", which is no UUID. */
export function readKey(request: Request): string | null {
  const key = requestKeySchema.safeParse(request.headers.get("idempotency-key"));
  return key.success ? key.data.toLowerCase() : null;
}

export function refuseKey(call: AdmittedCall): Response {
  const message = "must be a UUID, one for each thing that is asked";
  return call.refuse("invalid-request", { issues: [{ path: "Idempotency-Key", message }] });
}

/** What a change answers: 202 with the request as it is, 409 when ECS refused, or why nothing was sent. */
export function answerAsked(call: AdmittedCall, asked: Result<Asked, AskFailure>): Response {
  if (!asked.ok) return refuseAsk(call, asked.error);
  const { request } = asked.value;
  const last = request.attempts.at(-1);
  if (last?.result === "refused" && request.state === "refused") return refusedByEcs(call, request);
  return receipt(asked.value);
}

/** What a change that sends nothing answers: 202 with the request, or why it was not recorded. */
export function answerNoted(call: AdmittedCall, noted: Result<Asked, AskFailure>): Response {
  return noted.ok ? receipt(noted.value) : refuseAsk(call, noted.error);
}

function receipt({ request, unrecorded }: Asked): Response {
  const attempts = request.attempts.map(({ number, requestId }) => ({ number, requestId }));
  const latest = attempts.at(-1);
  if (unrecorded && latest) latest.requestId = unrecorded.requestId;
  const body = { id: request.id, state: request.state, attempts };
  return jsonResponse(unrecorded ? { ...body, notYetRecorded: true } : body, 202);
}
