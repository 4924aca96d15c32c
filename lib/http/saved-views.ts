import "server-only";

import { MOST_VIEWS, type SavedView } from "#lib/contract/saved-views.ts";
import type { Result } from "#lib/core/result.ts";
import type { AdmittedCall } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import type { ViewFailure } from "#lib/saved-views/saved-views.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** What a change of one's views answers: all of them as they are now, or why it was not made. */
export function answerViews(
  call: AdmittedCall,
  changed: Result<Result<SavedView[], ViewFailure>, StoreFailure>,
): Response {
  if (!changed.ok) return call.refuse("cannot-be-recorded");
  if (changed.value.ok) return jsonResponse({ items: changed.value.value });
  switch (changed.value.error.kind) {
    case "not-found":
      return call.refuse("not-found");
    case "name-taken":
      return call.refuse("name-taken");
    case "too-many-views": {
      const message = `there are ${MOST_VIEWS} views of this list already`;
      return call.refuse("invalid-request", { issues: [{ path: "list", message }] });
    }
  }
}
