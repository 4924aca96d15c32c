/** Values of a query string; empty ones are left out, so that two ways to say "no filter" are one address. */
export type SearchValues = Readonly<Record<string, string | number | null | undefined>>;

/** `?a=1&b=2` in the order given, or `""` when nothing is set. */
export function searchString(values: SearchValues): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
