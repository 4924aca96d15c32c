"use client";

import { useEffect } from "react";
import { AskDialog } from "#components/network-interface/ask-dialog.tsx";
import { detachTargetOf } from "#components/network-interface/ask-target.ts";
import { BlockedDialog } from "#components/network-interface/blocked-dialog.tsx";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

export interface DetachDialogProps {
  row: NetworkInterfaceRow;
  onClose: () => void;
}

/** The code of the page that comes after it, while the person still decides. The page fetches for itself what fails here. */
function expectRequestPage(): void {
  import("#components/request/request-view.tsx").catch(() => undefined);
}

/** What a pressed Detach button opens: the question, or why it cannot be. */
export function DetachDialog({ row, onClose }: DetachDialogProps) {
  const target = row.detach.allowed ? detachTargetOf(row) : null;
  const isAsked = target !== null;
  useEffect(() => {
    if (isAsked) expectRequestPage();
  }, [isAsked]);
  if (target) return <AskDialog target={target} open onOpenChange={onClose} />;
  return <BlockedDialog row={row} open onOpenChange={onClose} />;
}
