"use client";

import type { UrlState } from "#components/list/use-url-state.ts";
import type { QueryName } from "#components/network-interface/network-interface-query.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";

/** Ready-made views are nothing but filters: each is an address that can be copied. */
const VIEWS = [
  { text: "eni.viewAll", status: "" },
  { text: "eni.viewUnattached", status: "Available" },
  { text: "eni.viewAttention", status: "Detaching" },
] as const;

export function NetworkInterfaceViews({ url }: { url: UrlState<QueryName> }) {
  const t = useTexts();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls, these are ways to look
    <div
      role="group"
      aria-label={t("list.views")}
      data-print="none"
      className="mb-3 flex gap-1 border-line border-b"
    >
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
  );
}
