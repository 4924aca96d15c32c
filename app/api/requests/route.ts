import { askDetachSchema } from "#lib/contract/requests.ts";
import { answerAsked, readKey, refuseKey } from "#lib/http/change.ts";
import { refuseBody, refuseRead } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { accountOf } from "#lib/http/inventory-reads.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { readQuery, requestQuerySchema } from "#lib/http/query.ts";
import { readBody } from "#lib/http/read-body.ts";
import { readRequestPage } from "#lib/http/request-reads.ts";

export const GET = guarded("requests.read", async (call) => {
  const query = readQuery(new URL(call.request.url).searchParams, requestQuerySchema);
  if (!query.ok) return call.refuse("invalid-request", { issues: query.error });
  const { cursor, limit, ...filter } = query.value;
  const page = await readRequestPage(call, filter, cursor, limit);
  return page.ok ? jsonResponse(page.value) : call.refuse("cannot-be-recorded");
});

/** Asks for a detach. See the contract for what each answer means; nothing is sent unless this answers 202 or ecs-refused. */
export const POST = guarded("requests.ask", async (call) => {
  const key = readKey(call.request);
  if (key === null) return refuseKey(call);
  const body = await readBody(call.request, askDetachSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const accountId = await accountOf(call, body.value.accountId);
  if (!accountId.ok) return refuseRead(call, accountId.error);
  if (accountId.value === null)
    return call.refuse("invalid-request", { issues: [{ path: "accountId", message: "which account?" }] });
  const asked = await call.services.requests.ask(call, { ...body.value, accountId: accountId.value }, key);
  return answerAsked(call, asked);
});
