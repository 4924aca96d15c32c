import type { ReactNode } from "react";
import { buttonStyle } from "#components/ui/button-style.ts";

/** A `LinkButton` on a page where nothing else is: a plain link, which needs no code of its own. */
export function AnchorButton({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className={buttonStyle("secondary", "md")}>
      {children}
    </a>
  );
}
