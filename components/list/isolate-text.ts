/**
 * A name that strangers wrote, made safe to stand inside a sentence, a title or an accessible name: FIRST STRONG
 * ISOLATE … POP DIRECTIONAL ISOLATE keep right-to-left marks from turning our own words around, and the length is
 * bounded. In markup use `<bdi>` instead.
 */
export function isolateText(text: string, maxCharacters = 80): string {
  const characters = [...text];
  const shown = characters.length > maxCharacters ? `${characters.slice(0, maxCharacters).join("")}…` : text;
  return `\u2068${shown}\u2069`;
}
