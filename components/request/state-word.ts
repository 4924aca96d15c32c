import type { TextKey } from "#components/list/list-column.ts";
import type { RequestedAction, RequestState } from "#lib/domain/detach-request.ts";

/** The word for where a request stands; an attach hangs in another status than a detach. */
export function stateWord(action: RequestedAction, state: RequestState): TextKey {
  return action === "attach" && state === "stuck" ? "request.stuckAttaching" : `status.request.${state}`;
}

/** What the state means, where an attach means something else by it. */
const OF_ATTACH: Partial<Record<RequestState, TextKey>> = {
  accepted: "request.stateAttach.accepted",
  refused: "request.stateAttach.refused",
  stuck: "request.stateAttach.stuck",
};

/** A sentence that says what the state means for the person. */
export function stateSentence(action: RequestedAction, state: RequestState): TextKey {
  const ofAttach = action === "attach" ? OF_ATTACH[state] : undefined;
  return ofAttach ?? `request.state.${state}`;
}
