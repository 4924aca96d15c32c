/** Percent-encoding of both signature schemes: RFC 3986, everything but A-Z a-z 0-9 - _ . ~ as %XX. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Undoes percent-encoding; "+" is a space, since clients written in Go send it so. */
function percentDecode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Not valid UTF-8 or a lone "%": keep the text, the signature check will judge it.
    return spaced;
  }
}

export type NameValue = readonly [name: string, value: string];

/** Reads a query string or an urlencoded body; empty values stay, order stays. */
export function decodePairs(text: string): NameValue[] {
  const pairs: NameValue[] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    pairs.push([percentDecode(name), equals < 0 ? "" : percentDecode(part.slice(equals + 1))]);
  }
  return pairs;
}

/** Re-encodes and sorts by name in byte order (`X.10` before `X.2`), joined by `&`. */
export function canonicalPairs(pairs: readonly NameValue[]): string {
  return pairs
    .map(
      ([name, value]) =>
        [Buffer.from(name, "utf8"), `${percentEncode(name)}=${percentEncode(value)}`] as const,
    )
    .sort(
      ([left, leftText], [right, rightText]) =>
        Buffer.compare(left, right) || (leftText < rightText ? -1 : 1),
    )
    .map(([, text]) => text)
    .join("&");
}
