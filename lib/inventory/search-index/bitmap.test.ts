import { expect, it } from "vitest";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { Postings } from "#lib/inventory/search-index/postings.ts";

function of(...slots: number[]): Bitmap {
  const bitmap = new Bitmap();
  for (const slot of slots) bitmap.set(slot);
  return bitmap;
}

it("a bitmap is a set of slots, of whatever length the other one is", () => {
  const both = of(1, 31, 32, 700);
  both.and(of(31, 32, 64));
  expect([...both]).toEqual([31, 32]);
  both.or(of(5, 2_000));
  expect([...both.slots()]).toEqual([5, 31, 32, 2_000]);
  both.andNot(of(31, 100_000));
  expect(both.count()).toBe(3);
  expect([both.has(5), both.has(31), both.has(1_000_000)]).toEqual([true, false, false]);
  expect([both.meets(of(32)), both.meets(of(33))]).toEqual([true, false]);
  expect(both.countAmong(Uint32Array.of(2_000, 5, 6, 1_000_000))).toBe(2);
  both.setAll(Uint16Array.of(0, 9), 4_000);
  both.orWords(Uint32Array.of(2), 200);
  expect([...both]).toEqual([5, 32, 2_000, 4_000, 4_009, 6_401]);
});

it("postings hold the same slots as a list and as a bitmap", () => {
  const postings = new Postings();
  const slots = Array.from({ length: 400 }, (_, at) => at * 7);
  for (const slot of slots) postings.add(slot, 3_000);
  for (const slot of slots.filter((_, at) => at % 2 === 0)) postings.remove(slot);
  postings.remove(1);
  const found = new Bitmap();
  postings.addTo(found);
  expect([...found]).toEqual(slots.filter((_, at) => at % 2 === 1));
  expect(postings.count).toBe(200);
});
