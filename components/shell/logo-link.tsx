"use client";

import type { ReactNode } from "react";
import { PageLink } from "#components/ui/page-link.tsx";

/** A shortcut for the mouse; keyboard and screen reader have the same link right below. */
export function LogoLink({ children }: { children: ReactNode }) {
  return (
    <PageLink
      href="/instances"
      aria-hidden
      tabIndex={-1}
      className="hidden h-13 items-center gap-2.5 px-3.5 font-semibold text-base text-ink tracking-tight md:flex md:justify-center lg:justify-start lg:px-5"
    >
      {children}
    </PageLink>
  );
}
