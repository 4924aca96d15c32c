import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { rowOfKey } from "#components/list/row-keys.ts";
import type { VirtualScroll } from "#components/list/use-virtual-scroll.ts";

const CONTROLS = "a[href], button";

const rowOf = (target: EventTarget) =>
  target instanceof Element ? target.closest<HTMLTableRowElement>("tr[data-index]") : null;

export interface RowFocus {
  /** The row that the keys stand on, whether or not it is drawn. */
  active: number;
  hasFocus: boolean;
  setActive: (index: number) => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: (event: FocusEvent) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * One stop for Tab, and the keys walk from row to row, over rows that are not drawn yet too. Tab goes on through the
 * controls of the row it is on, and then out of the table. Enter follows the row's first link, Space opens its panel.
 */
export function useRowFocus(
  { body, page, reveal, drawn }: VirtualScroll,
  { total, onLeave }: { total: number; onLeave: () => void },
): RowFocus {
  const [active, setActive] = useState(0);
  const [hasFocus, setHasFocus] = useState(false);
  const drawnRow = (index: number) =>
    body.current?.querySelector<HTMLTableRowElement>(`tr[data-index="${index}"]`);

  useLayoutEffect(() => {
    for (const row of body.current?.rows ?? []) {
      for (const control of row.querySelectorAll<HTMLElement>(CONTROLS))
        if (control.tabIndex !== row.tabIndex) control.tabIndex = row.tabIndex;
    }
    // The row with the focus was drawn anew, as when it came in the place of one that was on its way.
    if (hasFocus && document.activeElement === document.body)
      drawnRow(active)?.focus({ preventScroll: drawn !== null });
  });

  const leaving = useRef(onLeave);
  useLayoutEffect(() => {
    leaving.current = onLeave;
  }, [onLeave]);

  return {
    active: Math.max(0, Math.min(active, total - 1)),
    hasFocus,
    setActive,
    onFocus({ target }) {
      setHasFocus(true);
      const index = rowOf(target)?.dataset.index;
      if (index !== undefined) setActive(Number(index));
    },
    onBlur({ relatedTarget }) {
      if (body.current?.contains(relatedTarget)) return;
      setHasFocus(false);
      leaving.current();
    },
    onKeyDown(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const row = rowOf(event.target);
      if (!row) return;
      const to = rowOfKey(event.key, Number(row.dataset.index), { total, page });
      if (to !== null) {
        event.preventDefault();
        flushSync(() => {
          setActive(to);
          reveal(to);
        });
        drawnRow(to)?.focus({ preventScroll: drawn !== null });
      } else if (event.target === row && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        const opener = event.key === "Enter" ? "a[href]" : "[data-opens-panel]";
        row.querySelector<HTMLElement>(opener)?.click();
      }
    },
  };
}
