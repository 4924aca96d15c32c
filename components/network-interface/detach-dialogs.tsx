"use client";

import { createContext, type ReactNode, use, useState } from "react";
import { AskDialog } from "#components/network-interface/ask-dialog.tsx";
import { detachTargetOf } from "#components/network-interface/ask-target.ts";
import { BlockedDialog } from "#components/network-interface/blocked-dialog.tsx";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

type OpenDialog = (row: NetworkInterfaceRow) => void;

const OpenDialogContext = createContext<OpenDialog | null>(null);

/**
 * Holds the dialog of whichever Detach button in it was pressed. A poll may change the row meanwhile or take it away
 * altogether; the dialog, and what was typed into it, stay until the person closes it.
 */
export function DetachDialogs({ children }: { children: ReactNode }) {
  const [row, setRow] = useState<NetworkInterfaceRow | null>(null);
  const close = () => setRow(null);
  const target = row?.detach.allowed ? detachTargetOf(row) : null;
  return (
    <OpenDialogContext value={setRow}>
      {children}
      {target ? <AskDialog target={target} open onOpenChange={close} /> : null}
      {row && !target ? <BlockedDialog row={row} open onOpenChange={close} /> : null}
    </OpenDialogContext>
  );
}

export function useOpenDetachDialog(): OpenDialog {
  const open = use(OpenDialogContext);
  if (!open) throw new Error("A Detach button stands outside of DetachDialogs.");
  return open;
}
