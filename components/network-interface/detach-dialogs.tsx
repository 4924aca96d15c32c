"use client";

import { type ComponentType, createContext, type ReactNode, use, useCallback, useState } from "react";
import type { DetachDialogProps } from "#components/network-interface/detach-dialog.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

type OpenDialog = (row: NetworkInterfaceRow) => void;

const OpenDialogContext = createContext<OpenDialog | null>(null);

const fetchDialog = () => import("#components/network-interface/detach-dialog.tsx");

/** Fetches the code of the dialog ahead of the press that a pointer or the focus on a button announces. */
export function expectDetachDialog(): void {
  // Whoever presses asks again, and is told when it fails.
  fetchDialog().catch(() => undefined);
}

/**
 * Holds the dialog of whichever Detach button in it was pressed. A poll may change the row meanwhile or take it away
 * altogether; the dialog, and what was typed into it, stay until the person closes it.
 */
export function DetachDialogs({ children }: { children: ReactNode }) {
  const t = useTexts();
  const [row, setRow] = useState<NetworkInterfaceRow | null>(null);
  const [Dialog, setDialog] = useState<ComponentType<DetachDialogProps> | null>(null);
  const close = useCallback(() => setRow(null), []);
  const open = useCallback(
    (pressed: NetworkInterfaceRow) => {
      setRow(pressed);
      fetchDialog().then(
        ({ DetachDialog }) => setDialog(() => DetachDialog),
        () => {
          setRow(null);
          showToast({ id: "detach-dialog", tone: "danger", title: t("detach.notLoaded") });
        },
      );
    },
    [t],
  );
  return (
    <OpenDialogContext value={open}>
      {children}
      {row && Dialog ? <Dialog row={row} onClose={close} /> : null}
    </OpenDialogContext>
  );
}

export function useOpenDetachDialog(): OpenDialog {
  const open = use(OpenDialogContext);
  if (!open) throw new Error("A Detach button stands outside of DetachDialogs.");
  return open;
}
