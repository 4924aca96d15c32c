"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { type Align, placePopup, type Side } from "#components/ui/place-popup.ts";

const SHOW_AFTER_MS = 350;
const HIDE_AFTER_MS = 120;

interface TooltipProps {
  content: ReactNode;
  children: ReactNode;
  /** For `aria-describedby` on the child. Left out where the content only repeats the child's name. */
  id?: string | undefined;
  side?: Side;
  align?: Align;
}

/**
 * Words beside a control, on hover and on keyboard focus; Escape hides them, the pointer may move onto them.
 * The words are always in the page, so a description by `id` works without showing them.
 */
export function Tooltip({ content, children, id, side = "top", align = "center" }: TooltipProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const popup = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  function hide() {
    clearTimeout(timer.current);
    if (popup.current?.matches(":popover-open")) popup.current.hidePopover();
    window.removeEventListener("scroll", hide, true);
  }
  function show() {
    if (!popup.current?.isConnected || !anchor.current) return;
    popup.current.showPopover();
    placePopup(popup.current, anchor.current, side, align);
    window.addEventListener("scroll", hide, true);
  }
  function after(delayMs: number, act: () => void) {
    clearTimeout(timer.current);
    timer.current = setTimeout(act, delayMs);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what happens to the control inside
    <span
      ref={anchor}
      className="inline-flex min-w-0"
      onPointerEnter={(event) => {
        if (event.pointerType === "mouse") after(SHOW_AFTER_MS, show);
      }}
      onPointerLeave={() => after(HIDE_AFTER_MS, hide)}
      onFocus={(event) => {
        if (event.target.matches(":focus-visible")) show();
      }}
      onBlur={hide}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !popup.current?.matches(":popover-open")) return;
        event.stopPropagation();
        hide();
      }}
    >
      {children}
      <span
        ref={popup}
        id={id}
        role="tooltip"
        aria-hidden={id === undefined}
        popover="manual"
        className="pointer-events-auto w-max max-w-72 rounded-md bg-ink px-2.5 py-1.5 text-left font-normal font-sans text-canvas text-xs normal-case tracking-normal whitespace-normal shadow-popup open:animate-appear"
      >
        {content}
      </span>
    </span>
  );
}
