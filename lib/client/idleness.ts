import { useSyncExternalStore } from "react";

/** After this long without a key, a click or a move, polling stops: nobody is looking. */
const IDLE_AFTER_MS = 10 * 60_000;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

let idle = false;
let timer: ReturnType<typeof setTimeout> | null = null;
const listeners = new Set<() => void>();

function tell(next: boolean): void {
  if (idle === next) return;
  idle = next;
  for (const listener of listeners) listener();
}

function restartTimer(): void {
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(() => tell(true), IDLE_AFTER_MS);
}

/** Once paused, only `resumePolling` ends the pause: a person should see that what they look at is old. */
function noticeLife(): void {
  if (!idle) restartTimer();
}

export function resumePolling(): void {
  tell(false);
  restartTimer();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    restartTimer();
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, noticeLife, { passive: true });
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    if (timer !== null) clearTimeout(timer);
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, noticeLife);
  };
}

/** True when polling is paused because nobody has touched the page for ten minutes. */
export function useIdle(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => idle,
    () => false,
  );
}
