"use client";

import type { Tone } from "#components/ui/tone.ts";

export interface Toast {
  /** The same id again replaces what is shown, in place. */
  id: string;
  tone: Exclude<Tone, "neutral"> | "pending";
  title: string;
  body?: string | undefined;
  /** ECS's RequestId, shown with a copy button. */
  requestId?: string | undefined;
  link?: { href: string; label: string } | undefined;
}

const HIDE_SUCCESS_AFTER_MS = 8_000;
const SHOWN_AT_MOST = 4;

let toasts: readonly Toast[] = [];
const listeners = new Set<() => void>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Success and notes leave by themselves; errors, warnings and what is under way stay until replaced or dismissed. */
export function showToast(toast: Omit<Toast, "id"> & { id?: string | undefined }): string {
  const shown: Toast = { ...toast, id: toast.id ?? crypto.randomUUID() };
  const known = toasts.some(({ id }) => id === shown.id);
  publish(
    known
      ? toasts.map((other) => (other.id === shown.id ? shown : other))
      : [...toasts, shown].slice(-SHOWN_AT_MOST),
  );
  clearTimeout(timers.get(shown.id));
  if (shown.tone === "success" || shown.tone === "info") {
    timers.set(
      shown.id,
      setTimeout(() => dismissToast(shown.id), HIDE_SUCCESS_AFTER_MS),
    );
  }
  return shown.id;
}

export function dismissToast(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  publish(toasts.filter((toast) => toast.id !== id));
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

const NONE: readonly Toast[] = [];
export function toastsOnServer(): readonly Toast[] {
  return NONE;
}
