"use client";

import type { TextKey } from "#components/list/list-column.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { CircleHelp } from "#components/ui/icons.tsx";
import { usePopup } from "#components/ui/use-popup.ts";
import { SEARCH_FIELDS } from "#lib/policy/search-query.ts";

const EXAMPLES = [
  ["web-1", "list.search.helpText"],
  ["10.66.0.0/16", "list.search.helpRange"],
  ["env=prod", "list.search.helpTag"],
  ["status:available", "list.search.helpField"],
  ["-type:primary", "list.search.helpNot"],
  ['"two words"', "list.search.helpQuotes"],
] as const satisfies readonly (readonly [string, TextKey])[];

/** The search language on one card, beside the box that understands it. */
export function SearchHelp() {
  const t = useTexts();
  const { opener, panel } = usePopup<HTMLDivElement>("bottom", "start");
  return (
    <>
      <button
        {...opener}
        aria-label={t("list.search.help")}
        title={t("list.search.help")}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-faint hover:bg-hover hover:text-ink pointer-coarse:size-9"
      >
        <CircleHelp aria-hidden className="size-4" />
      </button>
      <div
        {...panel}
        role="dialog"
        aria-label={t("list.search.help")}
        className="w-96 max-w-[calc(100vw-1rem)] rounded-lg bg-raised p-4 text-ink text-sm shadow-popup open:animate-appear"
      >
        <p className="mb-3 text-ink-muted text-xs">{t("list.search.helpAll")}</p>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-xs">
          {EXAMPLES.map(([example, meaning]) => (
            <div key={example} className="contents">
              <dt className="whitespace-nowrap font-mono">{example}</dt>
              <dd className="text-ink-muted">{t(meaning)}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 border-line border-t pt-3 text-ink-muted text-xs">
          {t("list.search.helpFields")} <span className="font-mono">{SEARCH_FIELDS.join(", ")}</span>
        </p>
      </div>
    </>
  );
}
