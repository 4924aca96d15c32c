import { readAuditPage } from "#lib/http/audit-reads.ts";
import { guarded } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { auditQuerySchema, readQuery } from "#lib/http/query.ts";

export const GET = guarded("audit.read", async (call) => {
  const query = readQuery(new URL(call.request.url).searchParams, auditQuerySchema);
  if (!query.ok) return call.refuse("invalid-request", { issues: query.error });
  const { cursor, limit, ...filters } = query.value;
  const page = await readAuditPage(call.services, call, filters, { cursor, limit, timeZone: call.timeZone });
  return page.ok ? jsonResponse(page.value) : call.refuse("cannot-be-recorded");
});
