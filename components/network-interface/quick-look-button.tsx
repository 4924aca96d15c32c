"use client";

import { PanelRight } from "lucide-react";
import { useUrlState } from "#components/list/use-url-state.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";

const PANEL = ["panel"] as const;

/** Opens the side panel of the list; which ENI it shows is part of the address. */
export function QuickLookButton({ networkInterfaceId }: { networkInterfaceId: string }) {
  const t = useTexts();
  const url = useUrlState(PANEL);
  return (
    <IconButton
      data-opens-panel
      label={t("eni.quickLook", { networkInterfaceId })}
      onClick={() => url.set({ panel: networkInterfaceId })}
    >
      <PanelRight />
    </IconButton>
  );
}
