"use client";

import { useRouter } from "next/navigation";
import type { ComponentProps, MouseEvent } from "react";

interface PageLinkProps extends ComponentProps<"a"> {
  /** A page of ours, beginning with `/`. */
  href: string;
}

/** A tab of its own, a window of its own or a file: the browser's work. */
function isForBrowser(event: MouseEvent<HTMLAnchorElement>): boolean {
  const { target } = event.currentTarget;
  const hasKey = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return hasKey || event.button !== 0 || (target !== "" && target !== "_self");
}

/** A link to another page without loading everything anew. Fetches nothing ahead, which is most of what Next's own brings with it. */
export function PageLink({ href, onClick, ...rest }: PageLinkProps) {
  const router = useRouter();
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    if (event.defaultPrevented || isForBrowser(event)) return;
    event.preventDefault();
    router.push(href);
  }
  return <a {...rest} href={href} onClick={follow} />;
}
