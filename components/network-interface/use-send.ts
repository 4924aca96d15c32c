import { useEffect, useRef, useState } from "react";
import type { AskTarget } from "#components/network-interface/ask-target.ts";
import { type ApiFailure, asApiFailure } from "#lib/client/api-failure.ts";
import { keyRing } from "#lib/client/idempotency-key.ts";
import { expectChange, useAskDetach, useAttachBack, useSendAgain } from "#lib/client/request-mutations.ts";
import type { Preflight } from "#lib/contract/requests.ts";

export interface AskWords {
  reason: string;
  ticket: string;
  confirmation: string;
}

/** No usable answer: the request may have been recorded and sent. Only the very same body may follow, under the same key. */
export function isUndecided(failure: ApiFailure | null): boolean {
  return failure !== null && (failure.problem === null || failure.problem.type === "internal");
}

/**
 * Sends what was asked, once whatever is pressed. The key is made when the dialog opens. After an undecided failure `retry`
 * sends exactly what was sent before; any other body would be another decision.
 *
 * `send` and `retry` give the request's id, or null when it did not come to one; then `failure` says why.
 */
export function useSend(target: AskTarget) {
  const [keys] = useState(() => keyRing());
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const inFlight = useRef(false);
  const last = useRef<{ words: AskWords; preflight: Preflight } | null>(null);
  const ask = useAskDetach();
  const known = target.send.kind === "ask" ? "" : target.send.requestId;
  const sendAgain = useSendAgain(known);
  const attachBack = useAttachBack(known);
  useEffect(expectChange, []);

  function post(words: AskWords, preflight: Preflight): Promise<{ id: string }> {
    const typed = words.confirmation.trim();
    const agreed = {
      reason: words.reason.trim(),
      ...(typed ? { confirmation: typed } : {}),
      preflightToken: preflight.token,
    };
    if (target.send.kind === "send-again") {
      const body = { ...agreed, attempt: target.send.attempt };
      return sendAgain.mutateAsync({ body, idempotencyKey: keys.keyFor(body, isUndecided(failure)) });
    }
    const ticket = words.ticket.trim();
    if (target.send.kind === "attach-back") {
      const body = { ...agreed, ...(ticket ? { ticket } : {}) };
      return attachBack.mutateAsync({ body, idempotencyKey: keys.keyFor(body, isUndecided(failure)) });
    }
    const { accountId, regionId, instanceId, networkInterfaceId } = target;
    const body = {
      action: "detach" as const,
      accountId,
      regionId,
      instanceId,
      networkInterfaceId,
      ...agreed,
      ...(ticket ? { ticket } : {}),
    };
    return ask.mutateAsync({ body, idempotencyKey: keys.keyFor(body, isUndecided(failure)) });
  }

  async function send(words: AskWords, preflight: Preflight): Promise<string | null> {
    // State is read too late for a double press within one frame; the ref is not.
    if (inFlight.current) return null;
    inFlight.current = true;
    last.current = { words, preflight };
    try {
      const { id } = await post(words, preflight);
      return id;
    } catch (thrown) {
      setFailure(asApiFailure(thrown));
      return null;
    } finally {
      inFlight.current = false;
    }
  }

  return {
    send,
    retry: async () => (last.current ? send(last.current.words, last.current.preflight) : null),
    failure,
    forgetFailure: () => setFailure(null),
    pending: ask.isPending || sendAgain.isPending || attachBack.isPending,
  };
}
