import "server-only";
import type { AccessReview } from "#lib/contract/people.ts";
import { csvLine } from "#lib/format/csv.ts";
import { scopeText } from "#lib/policy/scope-text.ts";

/** A review as a file. An empty scope is everywhere, an empty `until` says that the right is still held. */
export function accessReviewCsv({ from, to, items }: AccessReview): string {
  const heading = ["reviewFrom", "reviewTo", "user", "userId", "scope", "from", "until", "grantedBy", "seq"];
  const lines = items.map((span) => {
    const { user, userId, scope, from: since, until, grantedBy, seq } = span;
    return csvLine([from, to, user, userId, scopeText(scope), since, until ?? "", grantedBy, seq]);
  });
  return csvLine(heading) + lines.join("");
}
