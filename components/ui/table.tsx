"use client";

import { type ComponentProps, type ReactNode, type RefObject, useRef } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { CELL_PADDING, type Density } from "#components/ui/table-cell.tsx";

interface TableProps {
  /** The table's accessible name. */
  label: string;
  children: ReactNode;
  density?: Density | undefined;
  /** Keeps the first column in sight while the rest scrolls sideways. On by default. */
  stickyFirstColumn?: boolean | undefined;
  /** For virtual rows: the element that scrolls. */
  scrollRef?: RefObject<HTMLDivElement | null> | undefined;
  /** Of the scrolling frame; give it a `max-h-…` to make the header stick while rows scroll under it. */
  className?: string | undefined;
  /** All rows, where only a window of them is in the page. */
  rowCount?: number | undefined;
  busy?: boolean | undefined;
}

export function Table({
  label,
  children,
  density = "comfortable",
  stickyFirstColumn = true,
  scrollRef,
  className,
  rowCount,
  busy = false,
}: TableProps) {
  const t = useTexts();
  const own = useRef<HTMLDivElement>(null);
  const frame = scrollRef ?? own;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    <div
      ref={frame}
      role="group"
      aria-label={t("ui.scrollArea", { label })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={() => {
        frame.current?.classList.toggle("scrolled-right", frame.current.scrollLeft > 0);
      }}
      className={classNames(
        "data-table-frame relative w-full overflow-auto focus-visible:outline-offset-[-2px]",
        className,
      )}
    >
      <table
        aria-label={label}
        aria-rowcount={rowCount}
        aria-busy={busy || undefined}
        data-sticky-first={stickyFirstColumn || undefined}
        className={classNames("data-table w-full text-left text-sm", CELL_PADDING[density])}
      >
        {children}
      </table>
    </div>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead>
      <tr>{children}</tr>
    </thead>
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody>{children}</tbody>;
}

export function TableRow(props: ComponentProps<"tr">) {
  return <tr {...props} />;
}
