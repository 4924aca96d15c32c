"use client";

import { AskDialog } from "#components/network-interface/ask-dialog.tsx";
import { detachTargetOf } from "#components/network-interface/ask-target.ts";
import { BlockedDialog } from "#components/network-interface/blocked-dialog.tsx";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

export interface DetachDialogProps {
  row: NetworkInterfaceRow;
  onClose: () => void;
}

/** What a pressed Detach button opens: the question, or why it cannot be. */
export function DetachDialog({ row, onClose }: DetachDialogProps) {
  const target = row.detach.allowed ? detachTargetOf(row) : null;
  if (target) return <AskDialog target={target} open onOpenChange={onClose} />;
  return <BlockedDialog row={row} open onOpenChange={onClose} />;
}
