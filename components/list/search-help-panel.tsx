"use client";

import type { TextKey } from "#components/list/list-column.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { SEARCH_FIELDS } from "#lib/policy/search-query.ts";

const EXAMPLES = [
  ["web-1", "list.search.helpText"],
  ["10.66.0.0/16", "list.search.helpRange"],
  ["env=prod", "list.search.helpTag"],
  ["status:available", "list.search.helpField"],
  ["-type:primary", "list.search.helpNot"],
  ['"two words"', "list.search.helpQuotes"],
] as const satisfies readonly (readonly [string, TextKey])[];

/** What a search may say, by example. */
export function SearchHelpPanel() {
  const t = useTexts();
  return (
    <>
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
    </>
  );
}
