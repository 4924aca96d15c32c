import "server-only";

import type { Place } from "#lib/domain/scope.ts";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import type { RowIndex } from "#lib/inventory/search-index/row-index.ts";
import type { View } from "#lib/inventory/search-index/views.ts";
import { parseIpv6Range } from "#lib/policy/ipv6.ts";
import { parseRange, type SearchField, type SearchTerm } from "#lib/policy/search-query.ts";

type Index<T extends Place> = Pick<RowIndex<T, never>, "kept" | "addresses" | "addressesAt" | "valuesAt">;

/** Takes out of `found` what one of the tokens does not hold for. */
export function keepMatching<T extends Place>(
  found: Bitmap,
  terms: readonly SearchTerm[],
  index: Index<T>,
  view: View,
): void {
  for (const { not, field, text } of terms) {
    const holding = new Bitmap(found.words.length * 32);
    if (field === null || field === "ip") addRange(holding, text, index);
    addTexts(holding, { field, text }, index, view);
    if (not) found.andNot(holding);
    else found.and(holding);
  }
}

/** Keeps the rows with exactly this value in a field that is one of the facets. */
export function keepValue<T extends Place>(
  found: Bitmap,
  field: SearchField,
  value: string,
  { kept }: Pick<Index<T>, "kept">,
): void {
  const having = new Bitmap(found.words.length * 32);
  for (const each of kept) {
    const isField = each.column.whole === field || each.column.part?.includes(field);
    if (each.kind === "facet" && isField) each.facet.addTo(having, value);
  }
  found.and(having);
}

function addRange<T extends Place>(holding: Bitmap, text: string, index: Index<T>): void {
  const [ipv4, ipv6] = [parseRange(text), parseIpv6Range(text)];
  if (ipv4) index.addresses.addIpv4(holding, ipv4, (slot) => index.addressesAt(slot).ipv4);
  if (ipv6) index.addresses.addIpv6(holding, ipv6, (slot) => index.addressesAt(slot).ipv6);
}

function addTexts<T extends Place>(
  holding: Bitmap,
  { field, text }: { field: SearchField | null; text: string },
  index: Index<T>,
  view: View,
): void {
  for (const each of index.kept) {
    const { column } = each;
    const isWhole = field !== null && column.whole === field;
    const isPart = field === null ? column.anywhere === true : (column.part ?? []).includes(field);
    if (!isWhole && !isPart) continue;
    const own = column.isOfHost && view.hidden ? new Bitmap() : holding;
    if (each.kind === "facet") {
      each.facet.addWhere(own, (value) => {
        const lower = value.toLowerCase();
        return isWhole ? lower === text : lower.includes(text);
      });
    } else if (isWhole) addWhole(own, text, each, index);
    else each.text.addTo(own, text);
    if (own === holding || !view.hidden) continue;
    // A name that may not be seen finds nothing.
    own.andNot(view.hidden);
    holding.or(own);
  }
}

function addWhole<T extends Place>(
  found: Bitmap,
  text: string,
  { column, text: texts }: Extract<Index<T>["kept"][number], { kind: "text" }>,
  index: Index<T>,
): void {
  const near = new Bitmap();
  texts.addTo(near, text);
  for (const slot of near) {
    if (index.valuesAt(slot, column).some((value) => value.toLowerCase() === text)) found.set(slot);
  }
}
