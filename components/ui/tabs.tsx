"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { classNames } from "#components/ui/class-names.ts";

export interface TabItem {
  value: string;
  label: string;
  count?: number | undefined;
}

interface TabsProps {
  /** The tab list's accessible name. */
  label: string;
  items: readonly TabItem[];
  value: string;
  onValueChange: (value: string) => void;
  /** The current tab's panel. */
  children: ReactNode;
}

/** Tabs with arrow keys, Home and End. The value is the caller's, who keeps it in the URL. */
export function Tabs({ label, items, value, onValueChange, children }: TabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  function move(event: KeyboardEvent) {
    const current = items.findIndex((item) => item.value === value);
    const last = items.length - 1;
    const next = { ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const index = next < 0 ? last : next > last ? 0 : next;
    const item = items[index];
    if (!item) return;
    onValueChange(item.value);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[index]?.focus();
  }
  return (
    <div>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        data-print="none"
        className="flex gap-1 overflow-x-auto border-line border-b"
      >
        {items.map((item) => (
          <button
            key={item.value}
            type="button"
            role="tab"
            id={`${id}${item.value}`}
            aria-selected={item.value === value}
            aria-controls={`${id}panel`}
            tabIndex={item.value === value ? 0 : -1}
            onClick={() => onValueChange(item.value)}
            onKeyDown={move}
            className={classNames(
              "-mb-px flex h-9 items-center gap-1.5 whitespace-nowrap border-b-2 px-2.5 font-medium text-sm transition-colors focus-visible:outline-offset-[-2px]",
              item.value === value
                ? "border-accent-text text-ink"
                : "border-transparent text-ink-muted hover:text-ink",
            )}
          >
            {item.label}
            {item.count === undefined ? null : (
              <span className="rounded-sm bg-sunken px-1 text-2xs text-ink-muted">{item.count}</span>
            )}
          </button>
        ))}
      </div>
      <div id={`${id}panel`} role="tabpanel" aria-labelledby={`${id}${value}`} className="pt-4">
        {children}
      </div>
    </div>
  );
}
