import "server-only";
import type { Json } from "#lib/core/json.ts";
import type { Tag } from "#lib/domain/network-interface.ts";

const NOTHING: Readonly<Record<string, Json>> = Object.freeze({});
const EMPTY: readonly Json[] = Object.freeze([]);

/**
 * Reads values as ECS nearly always writes them, in a tenth of the time that the schemas of `wire.ts` take, and notes when
 * one is written otherwise. Then what was read is worth nothing, and the schema decides: this may refuse what a schema
 * accepts, and never gives another value than the schema does.
 */
export class UsualShape {
  #isUsual = true;

  /** False as soon as one value was not of the usual shape. */
  get isUsual(): boolean {
    return this.#isUsual;
  }

  /** As `wireText`. */
  text(value: Json | undefined): string {
    if (typeof value === "string") return value;
    if (value === undefined || value === null) return "";
    if (typeof value === "boolean" || Number.isFinite(value)) return String(value);
    return this.#unusual("");
  }

  /** As `wireId`. */
  id(value: Json | undefined): string {
    return typeof value === "string" && value !== "" ? value : this.#unusual("");
  }

  /** As `wireFlag`. */
  flag(value: Json | undefined): boolean {
    if (typeof value === "boolean") return value;
    return value === undefined || value === null ? false : this.#unusual(false);
  }

  /** As `wireCount`. */
  count(value: Json | undefined): number | null {
    if (typeof value === "number" && Number.isFinite(value)) return value;
    return value === undefined || value === null ? null : this.#unusual(null);
  }

  /** The members of an object. */
  object(value: Json | undefined): Readonly<Record<string, Json | undefined>> {
    return isObject(value) ? value : this.#unusual(NOTHING);
  }

  /** An object that may be missing: null then. */
  part(value: Json | undefined): Readonly<Record<string, Json | undefined>> | null {
    return value === undefined || value === null ? null : this.object(value);
  }

  /** As `wireList`, the items as they are. */
  list(value: Json | undefined, inner: string): readonly Json[] {
    if (value === undefined || value === null || value === "") return EMPTY;
    const items = this.object(value)[inner];
    if (items === undefined || items === null) return EMPTY;
    return Array.isArray(items) ? items : this.#unusual(EMPTY);
  }

  /** As `wireList` of `wireText`. */
  texts(value: Json | undefined, inner: string): string[] {
    return this.list(value, inner).map((item) => this.text(item));
  }

  /** As `wireTags`. */
  tags(value: Json | undefined): Tag[] {
    return this.list(value, "Tag").map((item) => {
      const { TagKey, TagValue } = this.object(item);
      return { key: this.text(TagKey), value: this.text(TagValue) };
    });
  }

  #unusual<T>(instead: T): T {
    this.#isUsual = false;
    return instead;
  }
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
