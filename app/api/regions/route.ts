import { guarded } from "#lib/http/gate.ts";
import { readRegions } from "#lib/http/inventory-reads.ts";
import { jsonResponse } from "#lib/http/problem.ts";

export const GET = guarded("inventory.read", async (call) => jsonResponse(await readRegions(call)));
