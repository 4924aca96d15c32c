import "server-only";

import { createHash } from "node:crypto";
import type { SourceView } from "#lib/contract/inventory.ts";
import { jsonResponse, NO_STORE } from "#lib/http/problem.ts";

/** When a row or a source was last seen says nothing about what it is. */
const withoutAges = (key: string, value: unknown) => (key === "observedAt" ? undefined : value);

/**
 * The answer, or 304 where whoever asks has just this already (`If-None-Match`). The tag is made of everything in the
 * answer, and so of the snapshot, the open requests and the person's rights, but not of the ages; those that changed
 * come in `Observed-At`, the oldest of all sources, so that a page can still say how fresh it is.
 */
export function unlessKnown(request: Request, page: { sources: readonly SourceView[] }): Response {
  const digest = createHash("sha256").update(JSON.stringify(page, withoutAges)).digest("base64url");
  const etag = `W/"${digest.slice(0, 27)}"`;
  const [oldest = ""] = page.sources.map(({ observedAt }) => observedAt ?? "").sort();
  const headers = { ...NO_STORE, etag, "observed-at": oldest };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  const answer = jsonResponse(page);
  answer.headers.set("etag", etag);
  answer.headers.set("observed-at", oldest);
  return answer;
}
