import { networkInterfaceIdSchema } from "#lib/core/ids.ts";
import { refuseAsk, refuseRead } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { accountOf } from "#lib/http/inventory-reads.ts";
import { preflightView } from "#lib/http/preflight-view.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { preflightQuerySchema, readQuery } from "#lib/http/query.ts";

export const GET = guarded("inventory.read", async (call, params) => {
  const { services, actor, language } = call;
  const id = networkInterfaceIdSchema.safeParse(params.networkInterfaceId);
  if (!id.success)
    return call.refuse("invalid-request", {
      issues: [{ path: "networkInterfaceId", message: "not an ENI id (eni-…)" }],
    });
  const query = readQuery(new URL(call.request.url).searchParams, preflightQuerySchema);
  if (!query.ok) return call.refuse("invalid-request", { issues: query.error });
  const { regionId, instanceId, request, action } = query.value;
  const account = await accountOf(call, query.value.accountId);
  if (!account.ok) return refuseRead(call, account.error);
  const accountId = account.value;
  if (accountId === null)
    return call.refuse("invalid-request", { issues: [{ path: "accountId", message: "which account?" }] });
  const target = { accountId, regionId, networkInterfaceId: id.data, instanceId: instanceId ?? null };
  const answer = await services.requests.preflight(actor, target, { exceptRequest: request, action });
  if (!answer.ok) return refuseAsk(call, answer.error);
  const accountName = services.inventory.accountName(accountId);
  return jsonResponse(preflightView(language, accountName, answer.value, action, actor));
});
