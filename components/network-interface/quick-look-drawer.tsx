"use client";

import { AddressTable } from "#components/network-interface/address-table.tsx";
import { DetachButton } from "#components/network-interface/detach-button.tsx";
import { NetworkInterfaceStatus } from "#components/network-interface/network-interface-cells.tsx";
import {
  AttachmentFacts,
  NetworkInterfaceFacts,
  OwnershipFacts,
} from "#components/network-interface/network-interface-facts.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Drawer } from "#components/ui/drawer.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { networkInterfaceHref } from "#lib/client/resource-links.ts";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

export interface QuickLookDrawerProps {
  row: NetworkInterfaceRow;
  onClose: () => void;
}

/** What is known of one ENI, from the side. */
export function QuickLookDrawer({ row, onClose }: QuickLookDrawerProps) {
  const t = useTexts();
  return (
    <Drawer
      open
      onOpenChange={onClose}
      title={<span className="font-mono text-base">{row.networkInterfaceId}</span>}
      actions={
        <LinkButton size="sm" href={networkInterfaceHref(row)}>
          {t("eni.openPage")}
        </LinkButton>
      }
    >
      <div className="space-y-5">
        <div className="flex items-start justify-between gap-3">
          <NetworkInterfaceStatus row={row} />
          <DetachButton row={row} />
        </div>
        <AttachmentFacts row={row} layout="side" />
        <AddressTable row={row} />
        <NetworkInterfaceFacts row={row} layout="side" />
        <OwnershipFacts row={row} layout="side" />
      </div>
    </Drawer>
  );
}
