"use client";

import type { ReactNode } from "react";
import type { UrlState } from "#components/list/use-url-state.ts";
import type { QueryName } from "#components/network-interface/network-interface-query.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";

/** Ready-made views are nothing but filters: each is an address that can be copied. */
const VIEWS = [
  { text: "eni.viewAll", status: "" },
  { text: "eni.viewUnattached", status: "Available" },
  { text: "eni.viewAttention", status: "Unsettled" },
] as const;

interface NetworkInterfaceViewsProps {
  url: UrlState<QueryName>;
  /** How the list looks, at the end of the line. */
  settings: ReactNode;
}

export function NetworkInterfaceViews({ url, settings }: NetworkInterfaceViewsProps) {
  const t = useTexts();
  return (
    <div
      data-print="none"
      className="mb-3 flex items-end justify-between gap-3 border-line border-b [&>span]:pb-1.5"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls, these are ways to look */}
      <div role="group" aria-label={t("list.views")} className="flex min-w-0 gap-1 overflow-x-auto">
        {VIEWS.map(({ text, status }) => {
          const current = url.values.status === status;
          return (
            <button
              key={text}
              type="button"
              aria-pressed={current}
              onClick={() => url.set({ status, type: "", detachable: "" })}
              className={classNames(
                "-mb-px h-9 whitespace-nowrap border-b-2 px-2.5 font-medium text-sm transition-colors",
                current ? "border-accent-text text-ink" : "border-transparent text-ink-muted hover:text-ink",
              )}
            >
              {t(text)}
            </button>
          );
        })}
      </div>
      {settings}
    </div>
  );
}
