import type { TextKey } from "#components/list/list-column.ts";
import { parseSearch, type SearchProblem } from "#lib/policy/search-query.ts";

const TEXTS = {
  "unknown-field": "list.search.unknownField",
  "no-value": "list.search.noValue",
  "bad-quotes": "list.search.badQuotes",
  "bad-range": "list.search.badRange",
} as const satisfies Record<SearchProblem["problem"], TextKey>;

/** What is wrong with a search and with which token of it; null for one that can be asked. */
export function searchTrouble(text: string) {
  const parsed = parseSearch(text);
  return parsed.ok ? null : { text: TEXTS[parsed.error.problem], token: parsed.error.token };
}
