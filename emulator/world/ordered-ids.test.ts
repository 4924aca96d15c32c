import { expect, test } from "vitest";
import { OrderedIds } from "#emulator/world/ordered-ids.ts";
import { SeededRandom } from "#emulator/world/random.ts";

test("ids stay in order, from any place on, whatever is removed and put in between", () => {
  const random = new SeededRandom(3);
  const ids = new OrderedIds();
  const expected = new Map<number, string>();
  for (let ordinal = 2; ordinal <= 10_000; ordinal += 2) {
    ids.add(`id-${ordinal}`, ordinal);
    expected.set(ordinal, `id-${ordinal}`);
  }
  const after = (place: number) => [...expected].filter(([ordinal]) => ordinal > place).map(([, id]) => id);
  for (let round = 0; round < 25; round += 1) {
    for (let removal = 0; removal < 300; removal += 1) {
      const ordinal = 1 + random.below(10_000);
      ids.remove(ordinal);
      expected.delete(ordinal);
    }
    for (const place of [0, 1, 5_000, random.below(10_000), 10_000])
      expect([...ids.after(place)]).toEqual(after(place));
  }
  expect(expected.size).toBeLessThan(2_500);
  for (let addition = 0; addition < 300; addition += 1) {
    const ordinal = 1 + random.below(10_000);
    ids.add(`id-${ordinal}`, ordinal);
    expected.set(ordinal, `id-${ordinal}`);
  }
  const sorted = [...expected].sort(([left], [right]) => left - right).map(([, id]) => id);
  expect([...ids.after(0)]).toEqual(sorted);
  ids.add("id-last", 20_000);
  expect([...ids.after(10_000)]).toEqual(["id-last"]);
});
