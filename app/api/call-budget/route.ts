import { callBudgetRows } from "#lib/http/call-budget.ts";
import { guarded } from "#lib/http/gate.ts";
import { jsonResponse } from "#lib/http/problem.ts";

export const GET = guarded("inventory.read", async (call) => jsonResponse({ items: callBudgetRows(call) }));
