/**
 * Whether a piece of an answer is in it: an object with at least these fields,
 * a list with a fitting item for each of these, a text that a pattern fits, or
 * the very value.
 */
export function contains(actual: unknown, piece: unknown): boolean {
  if (piece instanceof RegExp) return typeof actual === "string" && piece.test(actual);
  if (Array.isArray(piece)) {
    return Array.isArray(actual) && piece.every((item) => actual.some((found) => contains(found, item)));
  }
  if (typeof piece !== "object" || piece === null) return Object.is(actual, piece);
  if (typeof actual !== "object" || actual === null) return false;
  const fields = new Map(Object.entries(actual));
  return Object.entries(piece).every(([name, inner]) => contains(fields.get(name), inner));
}
