"use client";

import { usePathname } from "next/navigation";
import { useMe, useTexts } from "#components/preferences/preferences-provider.tsx";
import { pagesFor } from "#components/shell/pages.ts";
import { classNames } from "#components/ui/class-names.ts";
import { PageLink } from "#components/ui/page-link.tsx";

/** One list of links: a bar at the bottom on phones, icons beside the page on tablets, icons and words from there on. */
export function MainNavigation() {
  const t = useTexts();
  const pathname = usePathname();
  const pages = pagesFor(useMe().permissions);
  return (
    <nav
      aria-label={t("shell.nav")}
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:static md:border-0 md:bg-transparent md:p-2 lg:p-3"
    >
      <ul className="flex md:flex-col md:gap-0.5">
        {pages.map(({ href, label, icon: Icon }) => {
          const current = pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={href} className="min-w-0 flex-auto">
              <PageLink
                href={href}
                title={t(label)}
                aria-current={current ? "page" : undefined}
                className={classNames(
                  "flex h-14 min-w-0 flex-col items-center justify-center gap-0.5 px-1 font-medium text-2xs transition-colors focus-visible:outline-offset-[-2px] md:h-9 md:rounded-md md:text-[0px] lg:h-8 lg:flex-row lg:justify-start lg:gap-2.5 lg:px-2.5 lg:text-sm",
                  current
                    ? "text-accent-text md:bg-accent-soft"
                    : "text-ink-muted hover:text-ink md:hover:bg-hover",
                )}
              >
                <Icon aria-hidden className="size-5 shrink-0 md:size-4.5 lg:size-4" strokeWidth={1.75} />
                <span className="max-w-full truncate">{t(label)}</span>
              </PageLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
