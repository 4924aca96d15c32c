import { z } from "zod";
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
  const { audit } = call.services;
  const { head } = query.value;
  const verdict = await audit.verify(head === undefined ? undefined : { head: { hash: head } });
  if (!verdict.ok) return call.refuse("cannot-be-recorded");
  const recorded = await audit.recordVerification(call, verdict.value);
  return recorded.ok ? jsonResponse(verdict.value) : call.refuse("cannot-be-recorded");
});
