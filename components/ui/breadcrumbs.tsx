"use client";

import { Fragment } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { ChevronRight } from "#components/ui/more-icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";

interface Breadcrumb {
  label: string;
  href: string;
}

/** The pages above this one. */
export function Breadcrumbs({ items }: { items: readonly Breadcrumb[] }) {
  const t = useTexts();
  return (
    <nav aria-label={t("ui.breadcrumbs")} className="mb-1">
      <ol className="flex flex-wrap items-center gap-1 text-ink-faint text-xs">
        {items.map(({ label, href }) => (
          <Fragment key={href}>
            <li className="min-w-0">
              <PageLink href={href} className="rounded-sm underline-offset-2 hover:text-ink hover:underline">
                {label}
              </PageLink>
            </li>
            <li aria-hidden>
              <ChevronRight className="size-3" />
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
