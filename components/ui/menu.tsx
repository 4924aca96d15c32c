"use client";

import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "#components/ui/button-style.ts";
import { classNames } from "#components/ui/class-names.ts";
import { type Align, placePopup } from "#components/ui/place-popup.ts";

export interface MenuItem {
  key: string;
  label: string;
  icon?: ReactNode;
  href?: string | undefined;
  onSelect?: (() => void) | undefined;
  /** Shown under the label; the item stays focusable and `onSelect` still fires, to open the reasons. */
  disabledReason?: string | undefined;
  tone?: "danger" | undefined;
}

interface MenuProps {
  /** Accessible name of the trigger and of the menu. */
  label: string;
  /** What the trigger shows; it is labelled by `label` all the same. */
  trigger: ReactNode;
  items: readonly MenuItem[];
  align?: Align;
  variant?: ButtonVariant;
  size?: ButtonSize;
}

/** A menu button: arrow keys, Home, End and first letters move, Escape closes and returns to the trigger. */
export function Menu({ label, trigger, items, align = "end", variant = "ghost", size = "sm" }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const entries = () => Array.from(popup.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? []);

  function move(event: KeyboardEvent) {
    const all = entries();
    const current = all.findIndex((entry) => entry.matches(":focus"));
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all.at(next % all.length)?.focus();
    } else if (event.key === "Tab") {
      popup.current?.hidePopover();
    } else if (/^\S$/u.test(event.key)) {
      const letter = event.key.toLowerCase();
      const after = [...all.slice(current + 1), ...all.slice(0, current + 1)];
      after.find((entry) => entry.textContent?.trim().toLowerCase().startsWith(letter))?.focus();
    }
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={id}
        className={buttonStyle(variant, size)}
      >
        {trigger}
      </button>
      <div
        ref={popup}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        onKeyDown={move}
        onToggle={(event) => {
          const shown = event.newState === "open";
          setOpen(shown);
          if (!shown || !popup.current || !button.current) return;
          placePopup(popup.current, button.current, "bottom", align);
          entries()[0]?.focus();
        }}
        className="min-w-44 max-w-72 rounded-lg bg-raised p-1 text-ink text-sm shadow-popup outline-none open:animate-appear"
      >
        {items.map((item) => (
          <MenuEntry key={item.key} item={item} close={() => popup.current?.hidePopover()} />
        ))}
      </div>
    </>
  );
}

function MenuEntry({ item, close }: { item: MenuItem; close: () => void }) {
  const reasonId = useId();
  const { label, icon, href, onSelect, disabledReason, tone } = item;
  const look = classNames(
    "flex w-full items-start gap-2 rounded-md px-2 py-1.5 text-left outline-none hover:bg-hover focus:bg-hover focus-visible:outline-2 focus-visible:outline-offset-[-2px] [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0",
    disabledReason ? "text-ink-faint" : tone === "danger" ? "text-danger-text" : "text-ink",
  );
  if (href && !disabledReason) {
    return (
      <Link href={href} prefetch={false} role="menuitem" tabIndex={-1} onClick={close} className={look}>
        {icon}
        {label}
      </Link>
    );
  }
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={disabledReason ? true : undefined}
      aria-describedby={disabledReason ? reasonId : undefined}
      onClick={() => {
        close();
        onSelect?.();
      }}
      className={look}
    >
      {icon}
      <span className="min-w-0">
        {label}
        {disabledReason ? (
          <span id={reasonId} className="block text-ink-faint text-xs">
            {disabledReason}
          </span>
        ) : null}
      </span>
    </button>
  );
}
