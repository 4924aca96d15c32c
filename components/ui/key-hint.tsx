"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};
const modKey = () => (/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl");

/**
 * A key or combination; `Mod` is ⌘ on Apple's keyboards and Ctrl on others. For the eye: screen readers skip it. It keeps
 * its place but is not seen before the page listens to keys.
 */
export function KeyHint({ keys }: { keys: string }) {
  const mod = useSyncExternalStore(never, modKey, () => "");
  return (
    <span aria-hidden className={mod ? "inline-flex gap-0.5" : "invisible inline-flex gap-0.5"}>
      {keys.split("+").map((key) => (
        <kbd
          key={key}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line-strong bg-sunken px-1 font-sans text-2xs text-ink-faint"
        >
          {key === "Mod" ? mod || "Ctrl" : key}
        </kbd>
      ))}
    </span>
  );
}
