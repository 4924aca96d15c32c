import { expect, it } from "vitest";
import { SeededRandom } from "#emulator/world/random.ts";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { Order } from "#lib/inventory/search-index/order.ts";
import { amongOrdered } from "#lib/inventory/search-index/ordered-rows.ts";

function orderOf(size: number, descending: boolean) {
  const random = new SeededRandom(size);
  const keys = Array.from({ length: size }, () => random.below(50));
  const alive = new Bitmap();
  for (const slot of keys.keys()) alive.set(slot);
  const order = new Order((slot) => ({ key: keys[slot] ?? -1, id: `id-${slot}` }), descending);
  const change = (slot: number, key: number | null) => {
    order.willChange(slot, alive.has(slot));
    alive.put(slot, key !== null);
    keys[slot] = key ?? -1;
  };
  const sorted = () =>
    [...alive].sort((a, b) => {
      const byKey = ((keys[a] ?? -1) - (keys[b] ?? -1)) * (descending ? -1 : 1);
      return byKey || (`id-${a}` < `id-${b}` ? -1 : 1);
    });
  return { alive, order, change, sorted, random };
}

const slotsIn = (pieces: readonly Uint32Array[]) => pieces.flatMap((piece) => [...piece]);

it.each([false, true])("keeps everything in its place while rows change (descending: %s)", (descending) => {
  const { alive, order, change, sorted, random } = orderOf(5_000, descending);
  for (const _ of order.catchUp(alive));
  expect(slotsIn(order.pieces(alive))).toEqual(sorted());
  for (let round = 0; round < 30; round += 1) {
    const before = order.pieces(alive);
    const copy = slotsIn(before);
    for (let changes = random.below(30); changes > 0; changes -= 1) {
      change(random.below(5_400), random.below(4) === 0 ? null : random.below(50));
    }
    expect(slotsIn(order.pieces(alive))).toEqual(sorted());
    expect(slotsIn(before)).toEqual(copy);
  }
});

it("takes in what changes while it is made, and is made anew when most has changed", () => {
  const { alive, order, change, sorted, random } = orderOf(30_000, false);
  for (const _ of order.catchUp(alive))
    change(random.below(31_000), random.below(3) === 0 ? null : random.below(50));
  expect(order.behind).toBeGreaterThan(0);
  for (const _ of order.catchUp(alive));
  expect(order.behind).toBe(0);
  expect(slotsIn(order.pieces(alive))).toEqual(sorted());
  for (let slot = 0; slot < 20_000; slot += 1) change(slot, random.below(50));
  for (const _ of order.catchUp(alive));
  expect(order.behind).toBe(0);
  expect(slotsIn(order.pieces(alive))).toEqual(sorted());
});

it("ends although more changes than is put in place, and puts the rest in its place when it is used", () => {
  const { alive, order, change, sorted, random } = orderOf(20_000, false);
  for (const _ of order.catchUp(alive));
  for (let slot = 0; slot < 500; slot += 1) change(slot, random.below(50));
  let next = 20_000;
  let turns = 0;
  for (const _ of order.catchUp(alive)) {
    turns += 1;
    expect(turns).toBeLessThan(100);
    for (let added = 0; added < 100; added += 1) change(next++, random.below(50));
  }
  expect(order.behind).toBe(next - 20_000);
  expect(slotsIn(order.pieces(alive))).toEqual(sorted());
});

it("gives any window of those that match, whichever was asked for before", () => {
  const { alive, order, sorted } = orderOf(6_000, false);
  for (const _ of order.catchUp(alive));
  const matching = new Bitmap();
  for (let slot = 0; slot < 6_000; slot += 3) matching.set(slot);
  const wanted = sorted().filter((slot) => matching.has(slot));
  const slots = amongOrdered(order.pieces(alive), matching, wanted.length);
  for (const [offset, limit] of [
    [1_500, 10],
    [0, 3],
    [1_995, 50],
    [700, 0],
    [3_000, 5],
    [20, 1_000],
  ] as const) {
    expect(slots.window(offset, limit)).toEqual(wanted.slice(offset, offset + limit));
  }
});
