"use client";

import Link from "next/link";
import type { ReactNode } from "react";

/** A shortcut for the mouse; keyboard and screen reader have the same link right below. */
export function LogoLink({ children }: { children: ReactNode }) {
  return (
    <Link
      href="/instances"
      prefetch={false}
      aria-hidden
      tabIndex={-1}
      className="hidden h-13 items-center gap-2.5 px-3.5 font-semibold text-base text-ink tracking-tight md:flex md:justify-center lg:justify-start lg:px-5"
    >
      {children}
    </Link>
  );
}
