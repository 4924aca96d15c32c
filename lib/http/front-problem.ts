import "server-only";

import { randomUUID } from "node:crypto";
import type { ProblemType } from "#lib/contract/problem.ts";
import { NO_STORE, problem } from "#lib/http/problem.ts";
import { chooseLanguage } from "#lib/i18n/language.ts";

export interface FrontProblem {
  status: number;
  correlationId: string;
  text: string;
}

/** What the front itself refuses with: the same problem as behind it, before anything is known of the caller. */
export function frontProblem(
  acceptLanguage: string | undefined,
  type: ProblemType,
  status?: number,
): FrontProblem {
  const body = problem(chooseLanguage(undefined, acceptLanguage), randomUUID(), type);
  const said = { ...body, status: status ?? body.status };
  return { status: said.status, correlationId: body.correlationId, text: JSON.stringify(said) };
}

export function headersOf(text: string): Record<string, string> {
  return {
    ...NO_STORE,
    "content-type": "application/problem+json; charset=utf-8",
    "content-length": String(Buffer.byteLength(text)),
  };
}
