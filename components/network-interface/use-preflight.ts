import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AskTarget } from "#components/network-interface/ask-target.ts";
import { preflightQuery } from "#lib/client/preflight-query.ts";

/** Younger than the 10 s for which the server sends on the pre-flight's own read. */
const REFRESH_MS = 8_000;
/** After this nobody is deciding any more; the server reads again when something is sent after all. */
const REFRESH_FOR_MS = 2 * 60_000;

/** The pre-flight of an open dialog: kept fresh while it is looked at, for two minutes at most. */
export function usePreflight(target: AskTarget) {
  const [openedAtMs] = useState(() => Date.now());
  const preflight = useQuery({
    ...preflightQuery({
      ...target,
      // The rules and the consent are those of the action; the server tells the two apart.
      action: target.action,
      request: target.send.kind === "send-again" ? target.send.requestId : undefined,
    }),
    refetchInterval: () => Date.now() - openedAtMs < REFRESH_FOR_MS && REFRESH_MS,
  });
  return { ...preflight, refreshesUntilMs: openedAtMs + REFRESH_FOR_MS };
}
