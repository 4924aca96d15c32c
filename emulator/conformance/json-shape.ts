/**
 * What differs between an answer and its shape: keys that the shape does not
 * have, keys that the answer lacks, and values of another type. A shape is a
 * type's name, a list of one shape, or an object of shapes; a key that ends in
 * `?` may be absent, and `object` is any object.
 */
export function shapeProblems(shape: unknown, value: unknown, at = "answer"): string[] {
  if (typeof shape === "string") return typeof value === shape ? [] : [`${at} is a ${typeof value}`];
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [`${at} is not a list`];
    return value.flatMap((item: unknown) => shapeProblems(shape[0], item, `${at}[]`));
  }
  if (typeof value !== "object" || value === null) return [`${at} is not an object`];
  const known = new Map(Object.entries(shape ?? {}).map(([key, inner]) => [key.replace(/\?$/, ""), inner]));
  const required = Object.keys(shape ?? {}).filter((key) => !key.endsWith("?"));
  return [
    ...required.filter((key) => !Object.hasOwn(value, key)).map((key) => `${at}.${key} is missing`),
    ...Object.entries(value).flatMap(([key, inner]) =>
      known.has(key)
        ? shapeProblems(known.get(key), inner, `${at}.${key}`)
        : [`${at}.${key} is not in the shape`],
    ),
  ];
}
