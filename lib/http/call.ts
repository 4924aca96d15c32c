import "server-only";

import { randomUUID } from "node:crypto";
import type { Problem, ProblemType } from "#lib/contract/problem.ts";
import { knownTimeZone } from "#lib/format/time-zone.ts";
import { type ProblemFacts, problem, problemResponse } from "#lib/http/problem.ts";
import { chooseLanguage, LANGUAGES, type Language } from "#lib/i18n/language.ts";

/** Where the call came from, as far as it can be believed: server.ts overwrites the header on every request. */
export const PEER_HEADER = "x-eni-desk-peer";
/** The path and query a page was asked for; set by server.ts, because a page itself is not told. */
export const PATH_HEADER = "x-eni-desk-path";
/** Set by the page's own polls; such a read is no sign of life. */
export const BACKGROUND_HEADER = "x-eni-desk-background";
const LONGEST_AGENT = 300;

/** What every route knows of a call before it knows who makes it. */
export interface Call {
  request: Request;
  language: Language;
  /** IANA name: a day in counts is a day there. */
  timeZone: string;
  correlationId: string;
  from: { address: string; userAgent: string };
  background: boolean;
  refuse(type: ProblemType, facts?: ProblemFacts, headers?: Record<string, string>): Response;
}

function cookieNamed(header: string | null, name: string): string | undefined {
  const pair = (header ?? "").split(";").find((part) => part.trim().startsWith(`${name}=`));
  const value = pair?.trim().slice(name.length + 1);
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    // A cookie that is not percent-encoded text was not written by our pages.
    return undefined;
  }
}

export function readCall(request: Request): Call {
  const { headers } = request;
  const chosen = LANGUAGES.find((each) => each === new URL(request.url).searchParams.get("lang"));
  const language =
    chosen ?? chooseLanguage(cookieNamed(headers.get("cookie"), "lang"), headers.get("accept-language"));
  const correlationId = randomUUID();
  return {
    request,
    language,
    timeZone: knownTimeZone(cookieNamed(headers.get("cookie"), "tz")),
    correlationId,
    from: {
      address: headers.get(PEER_HEADER) ?? "unknown",
      userAgent: (headers.get("user-agent") ?? "").slice(0, LONGEST_AGENT),
    },
    background: headers.get(BACKGROUND_HEADER) === "1",
    refuse(type, facts = {}, extra = {}) {
      const body: Problem = problem(language, correlationId, type, facts);
      return problemResponse(body, extra);
    },
  };
}
