"use client";

import { useEffect } from "react";

export type Shortcut = "palette" | "search" | "list";

/** Single keys belong to whoever is typing, and to the dialog that is open. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select, [role='textbox']"))
  );
}

function shortcutOf(event: KeyboardEvent): Shortcut | null {
  if (event.defaultPrevented || event.altKey || event.isComposing) return null;
  if (event.metaKey || event.ctrlKey) return event.key.toLowerCase() === "k" ? "palette" : null;
  if (isTyping(event.target)) return null;
  if (event.key === "/") return "search";
  if (event.key === "?") return "list";
  return null;
}

/** Ctrl/⌘-K, `/` and `?`, everywhere but in an open dialog. `act` must be stable. */
export function useShortcuts(act: (shortcut: Shortcut) => void): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const shortcut = shortcutOf(event);
      if (!shortcut || document.querySelector("dialog:modal")) return;
      event.preventDefault();
      act(shortcut);
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [act]);
}

/** Puts the cursor into the page's own search; false where the page has none. */
export function focusPageSearch(): boolean {
  const search = document.querySelector<HTMLInputElement>("input[data-page-search]:not(:disabled)");
  search?.focus();
  search?.select();
  return search !== null;
}
