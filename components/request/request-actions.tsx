"use client";

import { useState } from "react";
import { AskDialog } from "#components/network-interface/ask-dialog.tsx";
import { againTargetOf } from "#components/network-interface/ask-target.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { StopFollowingDialog } from "#components/request/stop-following-dialog.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import type { RequestDetail } from "#lib/contract/requests.ts";
import { type RequestState, STATES_NEEDING_EYES } from "#lib/domain/detach-request.ts";

const WORDS = {
  detach: {
    sendAgain: "request.sendAgain",
    hint: "request.sendAgainHint",
    stuckTitle: "request.restartTitle",
    stuckAdvice: "request.restartAdvice",
  },
  attach: {
    sendAgain: "request.sendAttachAgain",
    hint: "request.sendAttachAgainHint",
    stuckTitle: "request.attachStuckTitle",
    stuckAdvice: "request.attachStuckAdvice",
  },
} as const;

/** What a person can do about an open request. Both are refused with the reason, never hidden, while it is open. */
export function RequestActions({ request }: { request: RequestDetail }) {
  const t = useTexts();
  const [sending, setSending] = useState(false);
  const [stopping, setStopping] = useState(false);
  const { may, state, attempts, action } = request;
  if (!request.open) return null;
  const words = WORDS[action];
  const waits = (STATES_NEEDING_EYES as readonly RequestState[]).includes(state);
  // ECS takes a detach again while it is stuck, and says that this cures it; an attach it does not take again.
  const cureIsSpent = action === "attach" || attempts.length > 1;
  return (
    <Card title={t("request.actions")}>
      <div className="space-y-3">
        <p className="text-ink-muted text-sm">{t(words.hint)}</p>
        <div className="flex flex-wrap gap-2">
          <Button
            disabledReason={
              may.sendAgain ? undefined : t(waits ? "request.sendAgainNot" : "request.sendAgainEarly")
            }
            onClick={() => setSending(may.sendAgain)}
          >
            {t(words.sendAgain)}
          </Button>
          <Button
            variant="ghost"
            disabledReason={
              may.stopFollowing
                ? undefined
                : t(waits ? "request.stopFollowingNot" : "request.stopFollowingEarly")
            }
            onClick={() => setStopping(may.stopFollowing)}
          >
            {t("request.stopFollowing")}
          </Button>
        </div>
        {state === "stuck" && cureIsSpent ? (
          <Alert tone="info" title={t(words.stuckTitle)}>
            {t(words.stuckAdvice)}
          </Alert>
        ) : null}
      </div>
      <AskDialog target={againTargetOf(request)} open={sending} onOpenChange={setSending} />
      <StopFollowingDialog id={request.id} open={stopping} onOpenChange={setStopping} />
    </Card>
  );
}
