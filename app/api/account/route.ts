import { ownSessionsView } from "#lib/http/account.ts";
import { guarded } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";

/** What a person sees of themselves: nobody else's sessions can be reached from here. */
export const GET = guarded("inventory.read", async (call) => {
  const account = await ownSessionsView(call);
  return account.ok ? jsonResponse(account.value) : call.refuse("cannot-be-recorded");
});
