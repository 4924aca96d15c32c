/** Which row a key leads to from row `from`; null for every other key. */
export function rowOfKey(
  key: string,
  from: number,
  { total, page }: { total: number; page: number },
): number | null {
  const to: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: total - 1,
  };
  const wanted = to[key];
  return wanted === undefined ? null : Math.max(0, Math.min(total - 1, wanted));
}
