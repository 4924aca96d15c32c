import { guarded } from "#lib/http/gate.ts";

/** Every other address below /api: a problem like all the others, and no news for strangers. */
const unknown = guarded("inventory.read", async (call) => call.refuse("not-found"));

export { unknown as GET, unknown as POST };
