"use client";

import { Plug } from "lucide-react";
import { useState } from "react";
import { AskDialog } from "#components/network-interface/ask-dialog.tsx";
import { attachBackTargetOf } from "#components/network-interface/ask-target.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import type { RequestDetail } from "#lib/contract/requests.ts";
import { isOpen } from "#lib/domain/detach-request.ts";

/** Whether there is a detach to undo: only what this request is seen to have taken off can be put back. */
function isUndoable({ action, outcome, open }: RequestDetail): boolean {
  return action === "detach" && outcome === "detached" && !open;
}

/** The way back from a detach. Refused with the reason, never hidden, where it would make sense. */
export function AttachBack({ request }: { request: RequestDetail }) {
  const t = useTexts();
  const [asking, setAsking] = useState(false);
  const { may, attachedBackBy } = request;
  if (!isUndoable(request)) return null;
  const underWay = attachedBackBy.some(({ state }) => isOpen(state));
  const reason = underWay ? t("request.attachBackUnderWay") : t("request.attachBackNot");
  const allowed = may.attachBack && !underWay;
  return (
    <Card title={t("request.actions")}>
      <div className="space-y-3">
        <p className="text-ink-muted text-sm">{t("request.attachBackHint")}</p>
        <Button
          icon={<Plug aria-hidden className="size-4" />}
          disabledReason={allowed ? undefined : reason}
          onClick={() => setAsking(allowed)}
        >
          {t("request.attachBack")}
        </Button>
      </div>
      <AskDialog target={attachBackTargetOf(request)} open={asking} onOpenChange={setAsking} />
    </Card>
  );
}
