import "server-only";
import type { Tag } from "#lib/domain/network-interface.ts";

/** Different texts remembered at a time: a few for each instance, VPC, vSwitch and security group of a large account. */
const MOST = 65_536;

/**
 * A parser makes a new text of each value, and a region repeats the same few a hundred thousand times. These give back
 * the one that was made first, so that rows share it.
 */
class Shared<T> {
  #older = new Map<string, T>();
  #newer = new Map<string, T>();

  of(key: string, make: () => T): T {
    const known = this.#newer.get(key);
    if (known !== undefined) return known;
    const shared = this.#older.get(key) ?? make();
    if (this.#newer.size >= MOST / 2) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, shared);
    return shared;
  }
}

const texts = new Shared<string>();
const lists = new Shared<string[]>();
const tagLists = new Shared<Tag[]>();
const NONE: never[] = [];
Object.freeze(NONE);

export const sharedText = (text: string): string => (text === "" ? "" : texts.of(text, () => text));

/** The list itself, or for all empty ones the same. */
export const unlessEmpty = (list: string[]): string[] => (list.length === 0 ? NONE : list);

/** The same list for the same texts. It cannot be changed. */
export function sharedList(list: string[]): string[] {
  if (list.length === 0) return NONE;
  return lists.of(JSON.stringify(list), () => Object.freeze(list.map(sharedText)) as string[]);
}

/** The same list for the same tags. It cannot be changed. */
export function sharedTags(tags: Tag[]): Tag[] {
  if (tags.length === 0) return NONE;
  const make = () => tags.map(({ key, value }) => ({ key: sharedText(key), value: sharedText(value) }));
  return tagLists.of(JSON.stringify(tags), () => Object.freeze(make()) as Tag[]);
}
