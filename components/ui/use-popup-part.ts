import { type ComponentType, useState } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import type { Align, Side } from "#components/ui/place-popup.ts";
import { showToast } from "#components/ui/toast-store.ts";
import { usePart } from "#components/ui/use-part.ts";
import { usePopup } from "#components/ui/use-popup.ts";

interface PopupPart<Props> {
  /** Of the toast that says that it could not be fetched. */
  id: string;
  /** From module level: another function is another part. */
  fetchPart: () => Promise<ComponentType<Props>>;
  side: Side;
  align: Align;
}

/**
 * `usePopup` for a panel whose code is no part of the first load: fetched when the pointer or the focus reaches the opener, and
 * `Part` is null until it is here. Give the panel a fixed width, so that it stands where it will stay.
 */
export function usePopupPart<Panel extends HTMLElement, Props>({
  id,
  fetchPart,
  side,
  align,
}: PopupPart<Props>) {
  const t = useTexts();
  const { opener, panel } = usePopup<Panel>(side, align);
  const [opened, setOpened] = useState(false);
  const Part = usePart(opened, fetchPart, () => {
    setOpened(false);
    panel.ref.current?.hidePopover();
    showToast({ id, tone: "danger", title: t("ui.notLoaded") });
  });
  // Whoever presses asks again, and is told when it fails.
  const expect = () => {
    fetchPart().catch(() => undefined);
  };
  return {
    opener: { ...opener, onPointerEnter: expect, onFocus: expect, onClick: () => setOpened(true) },
    panel,
    Part,
  };
}
