import { sendingOrderSchema } from "#lib/contract/settings.ts";
import { refuseBody } from "#lib/http/failures.ts";
import { guarded } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";
import { readBody } from "#lib/http/read-body.ts";
import { orderSending } from "#lib/http/settings.ts";

export const POST = guarded("settings.manage", async (call) => {
  const body = await readBody(call.request, sendingOrderSchema);
  if (!body.ok) return refuseBody(call, body.error);
  const sending = await orderSending(call, body.value);
  return sending.ok ? jsonResponse(sending.value) : call.refuse("cannot-be-recorded");
});
