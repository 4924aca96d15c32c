"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";

interface PageHeaderProps {
  title: ReactNode;
  /** Under or beside the title: state, ids, counts, "Updated …". */
  meta?: ReactNode;
  actions?: ReactNode;
  /** Over the title: where this page hangs. */
  breadcrumbs?: ReactNode;
}

/** Outlives the pages: tells a first load, where focus is the browser's business, from a navigation. */
let shownPathname: string | null = null;

/** The page's one h1. After a navigation it takes focus, so that keyboard and screen reader start at the new page. */
export function PageHeader({ title, meta, actions, breadcrumbs }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const pathname = usePathname();
  useEffect(() => {
    if (shownPathname !== null && shownPathname !== pathname) heading.current?.focus({ preventScroll: true });
    shownPathname = pathname;
  }, [pathname]);
  return (
    <div className="mb-4">
      {breadcrumbs}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1
          ref={heading}
          tabIndex={-1}
          className="min-w-0 break-words font-semibold text-ink text-xl tracking-tight"
        >
          {title}
        </h1>
        {meta ? (
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-ink-muted text-sm">
            {meta}
          </div>
        ) : null}
        {actions ? (
          <div data-print="none" className="ml-auto flex flex-wrap items-center gap-2">
            {actions}
          </div>
        ) : null}
      </div>
    </div>
  );
}
