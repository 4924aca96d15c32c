import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo } from "react";
import { AskedSearches } from "#components/list/asked-searches.ts";
import { searchString } from "#lib/client/search-string.ts";

/** One for the whole page: its lists and panels share the address. */
const asked = new AskedSearches();

type Values<Name extends string> = Readonly<Record<Name, string>>;

export interface UrlState<Name extends string> {
  /** Every name; `""` where the address does not say. */
  values: Values<Name>;
  /** How many of the names are set. */
  setCount: number;
  set(changes: Partial<Values<Name>>): void;
  clear(names?: readonly Name[]): void;
}

/**
 * Filters, sort and open panel of a list, kept in the address so that a copied link opens the same view.
 * Uses the browser's history directly: Next follows it into `useSearchParams` without asking the server for the page
 * again; the data comes from TanStack Query. `names` must be a constant outside the component.
 */
export function useUrlState<const Name extends string>(names: readonly Name[]): UrlState<Name> {
  const search = useSearchParams();
  const pathname = usePathname();
  const rendered = search.toString();
  useEffect(() => asked.arrived(rendered), [rendered]);
  useEffect(() => () => asked.forget(), []);
  const values = useMemo(
    () => Object.fromEntries(names.map((name) => [name, search.get(name) ?? ""])) as Values<Name>,
    [names, search],
  );
  const set = useCallback(
    (changes: Partial<Values<Name>>) => {
      const base = asked.base(window.location.search);
      const next = searchString({ ...Object.fromEntries(new URLSearchParams(base)), ...changes });
      asked.ask(next.slice(1));
      window.history.replaceState(null, "", `${pathname}${next}`);
    },
    [pathname],
  );
  const clear = useCallback(
    (cleared: readonly Name[] = names) =>
      set(Object.fromEntries(cleared.map((name) => [name, ""])) as Partial<Values<Name>>),
    [names, set],
  );
  return { values, setCount: names.filter((name) => values[name] !== "").length, set, clear };
}

/** True when the server rendered its first data for the same filters that the address holds now. */
export function isSameQuery(
  values: Readonly<Record<string, string>>,
  query: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(values).every(([name, value]) => value === String(query[name] ?? ""));
}
