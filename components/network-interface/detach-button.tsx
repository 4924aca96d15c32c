"use client";

import { expectDetachDialog, useOpenDetachDialog } from "#components/network-interface/detach-dialogs.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Unplug } from "#components/ui/icons.tsx";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

interface DetachButtonProps {
  row: NetworkInterfaceRow;
  size?: "sm" | "md";
}

/**
 * Offers the detach of one ENI, or says why not: refused it stays focusable, its description is the reasons and their
 * fixes, and pressing it opens them. Nothing is called before the dialog's own button is pressed.
 */
export function DetachButton({ row, size = "sm" }: DetachButtonProps) {
  const t = useTexts();
  const openDialog = useOpenDetachDialog();
  const { networkInterfaceId, instanceId, detach } = row;
  const allowed = detach.allowed && instanceId !== null;
  const reasons = detach.blockers.map(({ message, fix }) => `${message} ${fix}`).join(" ");
  return (
    <Button
      size={size}
      // Of its longer words without the picture: the column need not be wider for the few rows that say them.
      icon={detach.again ? null : <Unplug aria-hidden className="size-3.5" />}
      aria-label={t(detach.again ? "detach.actionAgain" : "detach.action", { networkInterfaceId })}
      disabledReason={allowed ? undefined : reasons || t("eni.notToldInstance")}
      onPointerEnter={expectDetachDialog}
      onFocus={expectDetachDialog}
      onClick={() => openDialog(row)}
    >
      {t(detach.again ? "detach.shortAgain" : "detach.short")}
    </Button>
  );
}
