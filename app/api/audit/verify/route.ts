import { z } from "zod";
import { verifyAudit } from "#lib/http/audit-reads.ts";
import { guarded } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { readQuery } from "#lib/http/query.ts";

const verifyQuerySchema = z.object({
  head: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** Recomputes the whole chain. With `head`, also says whether that head is still part of it. */
export const GET = guarded("audit.read", async (call) => {
  const query = readQuery(new URL(call.request.url).searchParams, verifyQuerySchema);
  if (!query.ok) return call.refuse("invalid-request", { issues: query.error });
  const verdict = await verifyAudit(call.services, call, query.value.head);
  return verdict.ok ? jsonResponse(verdict.value) : call.refuse("cannot-be-recorded");
});
