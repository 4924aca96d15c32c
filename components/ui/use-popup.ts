import { type ToggleEvent, useId, useRef } from "react";
import { type Align, placePopup, type Side } from "#components/ui/place-popup.ts";

/**
 * A panel of the browser's own kind (`popover`) beside the button that opens it: Escape and a click elsewhere close it.
 * Spread `opener` on the button and `panel` on what opens.
 */
export function usePopup<Panel extends HTMLElement>(side: Side, align: Align) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const opened = useRef<Panel>(null);
  function onToggle(event: ToggleEvent<Panel>) {
    if (event.newState !== "open" || !opened.current || !button.current) return;
    placePopup(opened.current, button.current, side, align);
  }
  return {
    opener: { ref: button, type: "button", popoverTarget: id },
    panel: { ref: opened, id, popover: "auto", onToggle },
  } as const;
}
