import type { TextKey } from "#components/list/list-column.ts";

const TYPE_TEXTS: Record<string, TextKey> = {
  Primary: "eni.typePrimary",
  Secondary: "eni.typeSecondary",
  Trunk: "eni.typeTrunk",
  Member: "eni.typeMember",
};

/** The text of an ENI type; null for one nobody told us about, which is shown as ECS spells it. */
export function typeText(type: string): TextKey | null {
  return Object.hasOwn(TYPE_TEXTS, type) ? (TYPE_TEXTS[type] ?? null) : null;
}
