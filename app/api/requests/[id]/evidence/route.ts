import { requestKeySchema } from "#lib/core/ids.ts";
import { readEvidence } from "#lib/http/audit-reads.ts";
import { guarded } from "#lib/http/gate.ts";
import { NO_STORE } from "#lib/http/problem.ts";
import { problemTexts } from "#lib/i18n/problem-texts.ts";

/** Everything the log holds about one request, as one file that verifies offline. For whoever may see the request. */
export const GET = guarded("requests.read", async (call, params) => {
  const id = requestKeySchema.safeParse(params.id);
  if (!id.success) return call.refuse("not-found");
  const evidence = await readEvidence(call.services, call, id.data);
  if (!evidence.ok) {
    const text = problemTexts(call.language);
    switch (evidence.error.kind) {
      case "not-held":
        return call.refuse("not-found", { detail: text("problem.evidence-not-held.detail") });
      case "not-provable":
        return call.refuse("cannot-be-recorded", { detail: text("problem.evidence-not-provable.detail") });
      default:
        return call.refuse("cannot-be-recorded");
    }
  }
  return Response.json(evidence.value, {
    headers: {
      ...NO_STORE,
      "content-disposition": `attachment; filename="eni-desk-evidence-${id.data}.json"`,
    },
  });
});
