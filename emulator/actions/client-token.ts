import type { Call, WireObject } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";

/** Carries a change out once per ClientToken; sent again, it is answered as before and nothing happens. */
export function oncePerClientToken(call: Call, action: string, carryOut: () => WireObject): WireObject {
  const token = call.params.get("ClientToken");
  if (token === undefined) return carryOut();
  // 1 to 64 printable ASCII characters.
  if (!/^[\x20-\x7e]{1,64}$/.test(token)) {
    throw ecsError("InvalidParameter", { message: "ClientToken takes at most 64 ASCII characters." });
  }
  const key = `${call.caller.accountId}/${action}/${token}`;
  const question = JSON.stringify(Object.entries(call.params.forJournal()).sort());
  const before = call.world.clientTokens.repeat(key, question);
  if (before !== undefined) {
    call.outcome.isRepeat = true;
    return { ...before };
  }
  const answer = carryOut();
  call.world.clientTokens.keep(key, question, answer);
  return answer;
}
