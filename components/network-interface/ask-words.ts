import type { AskTarget } from "#components/network-interface/ask-target.ts";
import type { AskWords } from "#components/network-interface/use-send.ts";
import { type Preflight, reasonSchema } from "#lib/contract/requests.ts";

export interface WordsProblems {
  reason: boolean;
  confirmation: boolean;
}

/** What keeps the form from being sent; the server checks the same again. */
export function problemsOfWords(words: AskWords, tier: Preflight["tier"], address: string): WordsProblems {
  return {
    reason: !reasonSchema.safeParse(words.reason).success,
    confirmation: tier === "typed-address" && words.confirmation.trim() !== address,
  };
}

/**
 * The pre-flight as it concerns this sending: for a further attempt the open request is the very one that is sent again,
 * so it does not stand in its own way.
 */
export function preflightFor(target: AskTarget, preflight: Preflight): Preflight {
  if (target.send.kind !== "send-again") return preflight;
  const blockers = preflight.blockers.filter(({ reason }) => reason !== "request-open");
  if (blockers.length === preflight.blockers.length) return preflight;
  const open = preflight.warnings.length > 0 ? "typed-address" : "reason";
  return { ...preflight, blockers, tier: blockers.length > 0 ? "blocked" : open };
}
