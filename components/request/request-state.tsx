"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { requestLook } from "#components/request/request-look.ts";
import { stateWord } from "#components/request/state-word.ts";
import { StatusBadge } from "#components/ui/status-badge.tsx";
import type { RequestedAction, RequestState } from "#lib/domain/detach-request.ts";

/** Where a request stands, as icon and word. */
export function RequestStateBadge({ action, state }: { action: RequestedAction; state: RequestState }) {
  const t = useTexts();
  return <StatusBadge look={requestLook(state)} status={state} word={t(stateWord(action, state))} />;
}
