"use client";

import { BlockerList } from "#components/network-interface/blocker-list.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { requestHref } from "#lib/client/resource-links.ts";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

interface BlockedDialogProps {
  row: NetworkInterfaceRow;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Why an ENI cannot be detached. It only tells: nothing is called. */
export function BlockedDialog({ row, open, onOpenChange }: BlockedDialogProps) {
  const t = useTexts();
  const { networkInterfaceId, detach, openRequest } = row;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      dismissOnBackdrop
      title={t("detach.blockedTitle", { networkInterfaceId })}
      description={t("detach.blockedLead", { count: detach.blockers.length })}
      footer={<Button onClick={() => onOpenChange(false)}>{t("detach.close")}</Button>}
    >
      <BlockerList blockers={detach.blockers} />
      {openRequest ? (
        <p className="mt-3 text-sm">
          <PageLink
            href={requestHref(openRequest.id)}
            className="font-medium text-accent-text underline underline-offset-2"
          >
            {t("detach.openLink")}
          </PageLink>
        </p>
      ) : null}
    </Dialog>
  );
}
