import "server-only";
import { z } from "zod";
import type { Tag } from "#lib/domain/network-interface.ts";

/**
 * How ECS writes its values in JSON. Parts may be missing, null, or a number where the page says text (and the other
 * way round), so these readers accept what carries the same meaning and refuse only what carries another.
 */

export const wireText = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? "" : String(value)));

/** An id without which an item is of no use. */
export const wireId = z.string().min(1);

export const wireFlag = z
  .union([z.boolean(), z.enum(["true", "false", ""])])
  .nullish()
  .transform((value) => value === true || value === "true");

export const wireCount = z
  .union([z.number(), z.string().regex(/^-?\d*$/)])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === "" ? null : Number(value)));

/** `{ "<inner>": [ … ] }`, the double wrapping of every list; missing and empty are the same. */
export function wireList<S extends z.ZodType>(inner: string, item: S) {
  return z
    .union([z.literal(""), z.object({ [inner]: z.array(item).nullish() })])
    .nullish()
    .transform((wrapped): z.output<S>[] => (wrapped ? (wrapped[inner] ?? []) : []));
}

export const wireTags = wireList("Tag", z.object({ TagKey: wireText, TagValue: wireText })).transform(
  (tags): Tag[] => tags.map(({ TagKey, TagValue }) => ({ key: TagKey, value: TagValue })),
);

/** The end of a list is a NextToken that is empty or absent. */
export const wireNextToken = wireText.transform((token) => token || null);

export function textOrNull(text: string | undefined): string | null {
  return text || null;
}
