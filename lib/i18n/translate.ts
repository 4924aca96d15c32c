/** Values for `{name}` in a text. */
export type TextValues = Record<string, string | number>;

/** Puts values into a text's `{name}` places. A place without a value stays visible, so that a mistake is seen. */
export function fillText(text: string, values: TextValues = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : String(value);
  });
}

export type Translate<Key extends string> = (key: Key, values?: TextValues) => string;

/**
 * Looks texts up by key. For a text that depends on `count`, the key `k.one` is used instead of `k` when the
 * count is 1 and such a key exists: all the plural English needs, and Chinese needs none.
 */
export function translator<Key extends string>(texts: Readonly<Record<Key, string>>): Translate<Key> {
  const all: Readonly<Record<string, string | undefined>> = texts;
  return (key, values) => {
    const singular = values?.count === 1 ? all[`${key}.one`] : undefined;
    return fillText(singular ?? texts[key], values);
  };
}
