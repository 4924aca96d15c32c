"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";

/**
 * Shows a <dialog> as modal while it is mounted: the browser keeps focus inside, makes the rest inert and puts
 * focus back afterwards, none of which then has to be loaded as JavaScript.
 */
export function useModal(initialFocus: RefObject<HTMLElement | null> | undefined) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (!shown || shown.open) return;
    shown.showModal();
    initialFocus?.current?.focus();
    // Closing before React takes the element away is what makes the browser return focus.
    return () => shown.close();
  }, [initialFocus]);
  return dialog;
}
