import type { DetachTarget } from "#components/network-interface/detach-target.ts";
import type { DetachWords } from "#components/network-interface/use-send-detach.ts";
import { type Preflight, reasonSchema } from "#lib/contract/requests.ts";

export interface WordsProblems {
  reason: boolean;
  confirmation: boolean;
}

/** What keeps the form from being sent; the server checks the same again. */
export function problemsOfWords(words: DetachWords, tier: Preflight["tier"], address: string): WordsProblems {
  return {
    reason: !reasonSchema.safeParse(words.reason).success,
    confirmation: tier === "typed-address" && words.confirmation.trim() !== address,
  };
}

/**
 * The pre-flight as it concerns this sending: for a further attempt the open request is the very one that is sent again,
 * so it does not stand in its own way.
 */
export function preflightFor(target: DetachTarget, preflight: Preflight): Preflight {
  if (target.send.kind === "ask") return preflight;
  const blockers = preflight.blockers.filter(({ reason }) => reason !== "request-open");
  if (blockers.length === preflight.blockers.length) return preflight;
  const open = preflight.warnings.length > 0 ? "typed-address" : "reason";
  return { ...preflight, blockers, tier: blockers.length > 0 ? "blocked" : open };
}
