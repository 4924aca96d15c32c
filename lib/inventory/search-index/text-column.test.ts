import { describe, expect, it } from "vitest";
import { SeededRandom } from "#emulator/world/random.ts";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { TextColumn } from "#lib/inventory/search-index/text-column.ts";

/** More than one block, so that the second begins at another word of the bitmap. */
const ROWS = 70_000;

function columnOf(texts: string[], isRepetitive: boolean) {
  const column = new TextColumn((slot) => (texts[slot] === undefined ? [] : [texts[slot]]), isRepetitive);
  const set = (slot: number, text: string) => {
    texts[slot] = text;
    column.touch(slot);
  };
  for (const slot of texts.keys()) column.touch(slot);
  return { column, set };
}

function expectAsALook(column: TextColumn, texts: readonly string[], word: string): void {
  const found = new Bitmap();
  column.addTo(found, word);
  const looked = [...texts.keys()].filter((slot) => texts[slot]?.includes(word));
  expect([word, ...found.slots()]).toEqual([word, ...looked]);
}

describe.each([false, true])("a column of texts (repetitive: %s)", (isRepetitive) => {
  const random = new SeededRandom(5);
  const texts = Array.from({ length: ROWS }, (_, slot) =>
    slot % 3 === 0
      ? `eni-bp1${random.text(9)}`
      : slot % 3 === 1
        ? `prod-web-eni-${slot}`
        : `网卡 ${slot % 50} é`,
  );
  const { column, set } = columnOf(texts, isRepetitive);
  const words = ["e", "-", "网", "eb", "12", "web", "卡 4", "prod", "rod-web-eni-", "web-eni-1", "eni-123"];
  // What is common and one character that is not.
  const leaves = ["web-eni-9", "bp1b", "bp1q"];
  const all = [
    ...words,
    ...leaves,
    "1234",
    "bp1a",
    texts[0] ?? "",
    texts[3]?.slice(8, 13) ?? "",
    "nowhere",
    "é",
    "~~~",
  ];

  it("finds every part of them and nothing else, before there is an index and after", () => {
    for (const word of ["web-eni-1", "网"]) expectAsALook(column, texts, word);
    expect(column.isBehind).toBe(true);
    for (const _ of column.catchUp());
    expect(column.isBehind).toBe(false);
    for (const word of all) expectAsALook(column, texts, word);
    // What was put together for the first answer is kept.
    for (const word of words) expectAsALook(column, texts, word);
  });

  it("finds what changed since, and while the index was made anew", () => {
    set(5, "prod-web-eni-changed");
    set(ROWS, "added");
    set(4, "");
    for (const word of ["prod-web-eni-changed", "prod", "added", "web-eni-4"])
      expectAsALook(column, texts, word);
    for (let slot = 0; slot < 20_000; slot += 1) set(slot, `other-${slot}`);
    expect(column.isBehind).toBe(true);
    let pause = 0;
    for (const _ of column.catchUp()) {
      pause += 1;
      if (pause % 20 === 0) {
        set(pause, `between-${pause}`);
        expectAsALook(column, texts, "between");
      }
    }
    expect(pause).toBeGreaterThan(40);
    for (const word of ["between", "other-1", "prod", "changed"]) expectAsALook(column, texts, word);
  });
});
