"use client";

import { useUrlState } from "#components/list/use-url-state.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { PanelRight } from "#components/ui/icons.tsx";

const PANEL = ["panel"] as const;

/** Opens the side panel of the list; which row it shows is part of the address. The Space key presses it too. */
export function QuickLookButton({ id }: { id: string }) {
  const t = useTexts();
  const url = useUrlState(PANEL);
  return (
    <IconButton data-opens-panel label={t("list.quickLook", { id })} onClick={() => url.set({ panel: id })}>
      <PanelRight />
    </IconButton>
  );
}
