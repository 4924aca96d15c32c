"use client";

import { useState } from "react";
import { DetachDialog } from "#components/network-interface/detach-dialog.tsx";
import type { DetachTarget } from "#components/network-interface/detach-target.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { StopFollowingDialog } from "#components/request/stop-following-dialog.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import type { RequestDetail } from "#lib/contract/requests.ts";
import { type RequestState, STATES_NEEDING_EYES } from "#lib/domain/detach-request.ts";

function againTarget(request: RequestDetail): DetachTarget {
  const { accountId, accountName, regionId, instanceId, instanceName, networkInterfaceId, primaryPrivateIp } =
    request;
  const attempt = request.attempts.at(-1)?.number ?? 0;
  return {
    accountId,
    accountName,
    regionId,
    instanceId,
    instanceName,
    networkInterfaceId,
    primaryPrivateIp,
    send: { kind: "send-again", requestId: request.id, attempt },
  };
}

/** What a person can do about an open request. Both are refused with the reason, never hidden, while it is open. */
export function RequestActions({ request }: { request: RequestDetail }) {
  const t = useTexts();
  const [sending, setSending] = useState(false);
  const [stopping, setStopping] = useState(false);
  const { may, state, attempts } = request;
  if (!request.open) return null;
  const waits = (STATES_NEEDING_EYES as readonly RequestState[]).includes(state);
  return (
    <Card title={t("request.actions")}>
      <div className="space-y-3">
        <p className="text-ink-muted text-sm">{t("request.sendAgainHint")}</p>
        <div className="flex flex-wrap gap-2">
          <Button
            disabledReason={
              may.sendAgain ? undefined : t(waits ? "request.sendAgainNot" : "request.sendAgainEarly")
            }
            onClick={() => setSending(may.sendAgain)}
          >
            {t("request.sendAgain")}
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
        {state === "stuck" && attempts.length > 1 ? (
          <Alert tone="info" title={t("request.restartTitle")}>
            {t("request.restartAdvice")}
          </Alert>
        ) : null}
      </div>
      <DetachDialog target={againTarget(request)} open={sending} onOpenChange={setSending} />
      <StopFollowingDialog id={request.id} open={stopping} onOpenChange={setStopping} />
    </Card>
  );
}
