import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import type { AskTarget } from "#components/network-interface/ask-target.ts";
import {
  preflightFor,
  problemsOfWords,
  type WordsProblems,
} from "#components/network-interface/ask-words.ts";
import {
  type PreflightDifference,
  preflightDifference,
} from "#components/network-interface/preflight-difference.ts";
import { usePreflight } from "#components/network-interface/use-preflight.ts";
import { type AskWords, isUndecided, useSend } from "#components/network-interface/use-send.ts";
import { useStepUp } from "#components/network-interface/use-step-up.ts";
import { requestHref } from "#lib/client/resource-links.ts";
import type { Preflight } from "#lib/contract/requests.ts";

/** An undoing belongs to the ticket of what it undoes, unless the person knows better. */
function firstWords({ send }: AskTarget): AskWords {
  const ticket = send.kind === "attach-back" ? (send.ticket ?? "") : "";
  return { reason: "", ticket, confirmation: "" };
}

interface DialogParts {
  target: AskTarget;
  onDone: () => void;
  reasonRef: RefObject<HTMLTextAreaElement | null>;
  confirmationRef: RefObject<HTMLInputElement | null>;
}

/**
 * The course of one opened dialog. What was shown is what is agreed to: when a refresh has changed it, the next
 * press shows the difference instead of sending, and so does the server's 409 `changed`.
 */
export function useAskDialog({ target, onDone, reasonRef, confirmationRef }: DialogParts) {
  const router = useRouter();
  const preflight = usePreflight(target);
  const sender = useSend(target);
  const [words, setWords] = useState(() => firstWords(target));
  const [problems, setProblems] = useState<WordsProblems | null>(null);
  const [agreed, setAgreed] = useState<Preflight | null>(null);
  const [difference, setDifference] = useState<PreflightDifference | null>(null);
  const [leaving, setLeaving] = useState(false);

  /** What was complained about is looked at again with every key, so that a mended field stops complaining. */
  function write(next: AskWords) {
    setWords(next);
    if (problems && current) {
      setProblems(problemsOfWords(next, current.tier, current.networkInterface.primaryPrivateIp));
    }
  }

  const current = preflight.data ? preflightFor(target, preflight.data) : undefined;
  if (current && agreed === null) setAgreed(current);
  const proof = useStepUp(current?.stepUp ?? null);
  const undecided = isUndecided(sender.failure);
  const { failure } = sender;

  // What ECS refused is a request of its own, with its meaning and next step on its page.
  const refusedHref = failure?.problem?.type === "ecs-refused" ? failure.problem.request?.href : undefined;

  function leaveFor(href: string) {
    // A further attempt has no page of its own: what became of it is on the page below.
    if (target.send.kind === "send-again") return onDone();
    setLeaving(true);
    router.push(href);
  }

  function finish(id: string | null) {
    if (id !== null) leaveFor(requestHref(id));
  }

  /** True when what is on the screen differs from what was agreed to; shows it and makes it the new agreement. */
  function showDifference(now: Preflight): boolean {
    const found = agreed ? preflightDifference(agreed, now) : null;
    setAgreed(now);
    setDifference(found);
    return found !== null;
  }

  function isComplete(now: Preflight): boolean {
    const found = problemsOfWords(words, now.tier, now.networkInterface.primaryPrivateIp);
    setProblems(found.reason || found.confirmation ? found : null);
    if (found.reason) reasonRef.current?.focus();
    else if (found.confirmation) confirmationRef.current?.focus();
    return !found.reason && !found.confirmation;
  }

  async function submit() {
    if (sender.pending || proof.pending || leaving) return;
    if (undecided) return finish(await sender.retry());
    if (!current || current.tier === "blocked" || showDifference(current) || !isComplete(current)) return;
    sender.forgetFailure();
    if (!(await proof.prove())) return;
    finish(await sender.send(words, current));
  }

  /** After a 409 the page reads again, so that the difference and the new blockers are on it. */
  async function lookAgain() {
    const { data } = await preflight.refetch();
    if (!data) return;
    const now = preflightFor(target, data);
    const found = agreed ? preflightDifference(agreed, now) : null;
    setAgreed(now);
    setDifference(found ?? { added: [], gone: [] });
    sender.forgetFailure();
  }

  return {
    preflight,
    current,
    words,
    setWords: write,
    problems,
    difference,
    failure,
    undecided,
    refusedHref,
    leaveFor,
    lookAgain,
    submit,
    proof,
    pending: sender.pending || proof.pending || leaving,
  };
}
