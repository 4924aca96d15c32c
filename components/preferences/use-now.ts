"use client";

import { useSyncExternalStore } from "react";
import { usePreferences } from "#components/preferences/preferences-provider.tsx";

const TICK_MS = 5_000;

const listeners = new Set<() => void>();
let nowMs = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    nowMs = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function currentMs(): number {
  // Before the first subscription the shared time may be long past.
  if (listeners.size === 0) nowMs = Math.floor(Date.now() / TICK_MS) * TICK_MS;
  return nowMs;
}

/**
 * The time, ms since 1970, moving every five seconds: one timer for all times on the page. While hydrating it is
 * the server's, so that both render the same words.
 */
export function useNowMs(): number {
  const { renderedAtMs } = usePreferences();
  return useSyncExternalStore(subscribe, currentMs, () => renderedAtMs);
}
