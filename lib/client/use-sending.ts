"use client";

import { useEffect, useState } from "react";
import { meSchema } from "#lib/client/answers/session.ts";
import { apiGet } from "#lib/client/api.ts";
import { useIdle } from "#lib/client/idleness.ts";
import type { SendingView } from "#lib/contract/settings.ts";

/** A person who is about to ask should know; whoever asks all the same is told by the answer. */
const POLL_MS = 15_000;

/** The switch as it stands: what the page came with, then what the server says while somebody looks. */
export function useSending(initial: SendingView): SendingView {
  const paused = useIdle();
  const [rendered, setRendered] = useState(initial);
  const [sending, setSending] = useState(initial);
  if (rendered !== initial) {
    setRendered(initial);
    setSending(initial);
  }
  useEffect(() => {
    if (paused) return;
    const stopped = new AbortController();
    const look = () =>
      apiGet("/api/me", meSchema, { signal: stopped.signal, background: true }).then(
        (me) => setSending(me.sending),
        // What was last known stays; the page's own reads say that the server does not answer.
        () => undefined,
      );
    const timer = setInterval(() => void look(), POLL_MS);
    return () => {
      clearInterval(timer);
      stopped.abort();
    };
  }, [paused]);
  return sending;
}
