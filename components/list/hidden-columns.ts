/** The address's word for "every column shows", as an empty one means the usual choice. */
const NOTHING_HIDDEN = "none";

/** Ids of the columns that the address hides; `usual` where it says nothing. */
export function hiddenColumns(text: string, usual: readonly string[]): readonly string[] {
  if (text === "") return usual;
  return text === NOTHING_HIDDEN ? [] : text.split(",");
}

/** What the address says of these hidden columns: nothing where they are the usual ones. */
export function hiddenColumnsText(hidden: readonly string[], usual: readonly string[]): string {
  if (hidden.length === usual.length && usual.every((id) => hidden.includes(id))) return "";
  return hidden.length === 0 ? NOTHING_HIDDEN : hidden.join(",");
}
