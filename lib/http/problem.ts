import "server-only";

import type { Problem, ProblemType } from "#lib/contract/problem.ts";
import type { Language } from "#lib/i18n/language.ts";
import { problemTexts } from "#lib/i18n/problem-texts.ts";

/** Everything personal, and that is every answer of the API. */
export const NO_STORE = { "cache-control": "no-store" };

const STATUS: Record<ProblemType, number> = {
  "invalid-request": 400,
  "no-session": 401,
  "not-permitted": 403,
  "cross-site": 403,
  "step-up-needed": 403,
  "wrong-password": 403,
  "not-found": 404,
  "method-not-allowed": 405,
  blocked: 409,
  changed: 409,
  "request-open": 409,
  "ecs-refused": 409,
  "name-taken": 409,
  "last-admin": 409,
  "managed-elsewhere": 409,
  "version-expired": 410,
  "payload-too-large": 413,
  "wrong-host": 421,
  "idempotency-key-reused": 422,
  "confirmation-needed": 428,
  "duties-mixed": 428,
  "too-many": 429,
  internal: 500,
  "cannot-be-recorded": 503,
  "sending-stopped": 503,
  "ecs-unreachable": 503,
};

export type ProblemFacts = Omit<Problem, "type" | "title" | "status" | "correlationId"> & { title?: string };

/** The problem as the contract has it: status and title follow from the type, in the language asked for. */
export function problem(
  language: Language,
  correlationId: string,
  type: ProblemType,
  facts: ProblemFacts = {},
): Problem {
  return {
    type,
    title: problemTexts(language)(`problem.${type}`),
    status: STATUS[type],
    ...facts,
    correlationId,
  };
}

export function problemResponse(body: Problem, headers: Record<string, string> = {}): Response {
  return Response.json(body, {
    status: body.status,
    headers: { ...NO_STORE, "content-type": "application/problem+json; charset=utf-8", ...headers },
  });
}

export function jsonResponse(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: NO_STORE });
}
