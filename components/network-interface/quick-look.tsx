"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { usePart } from "#components/ui/use-part.ts";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

const fetchDrawer = async () =>
  (await import("#components/network-interface/quick-look-drawer.tsx")).QuickLookDrawer;

/** One ENI beside the list, without leaving it. */
export function QuickLook({
  row,
  onClose,
}: {
  row: NetworkInterfaceRow | null | undefined;
  onClose: () => void;
}) {
  const t = useTexts();
  const Drawer = usePart(row !== undefined, fetchDrawer, () => {
    onClose();
    showToast({ id: "quick-look", tone: "danger", title: t("ui.notLoaded") });
  });
  return row && Drawer ? <Drawer row={row} onClose={onClose} /> : null;
}
