import { accessReviewCsv } from "#lib/auth/access-review-csv.ts";
import { readAccessReview, reviewQuerySchema } from "#lib/http/access-review.ts";
import { guarded } from "#lib/http/gate.ts";
import { jsonResponse, NO_STORE } from "#lib/http/problem.ts";
import { readQuery } from "#lib/http/query.ts";

/** Who could ask for a detach on a day of the `tz` cookie's zone. Reading it is an event. */
export const GET = guarded("access.review", async (call) => {
  const query = readQuery(new URL(call.request.url).searchParams, reviewQuerySchema);
  if (!query.ok) return call.refuse("invalid-request", { issues: query.error });
  const { on, format } = query.value;
  const review = await readAccessReview(call.services, call, on, call.timeZone);
  if (!review.ok) return call.refuse("cannot-be-recorded");
  if (format === "json") return jsonResponse(review.value);
  return new Response(accessReviewCsv(review.value), {
    headers: {
      ...NO_STORE,
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="eni-desk-access-${on}.csv"`,
    },
  });
});
