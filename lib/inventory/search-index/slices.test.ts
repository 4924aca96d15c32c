import { expect, it } from "vitest";
import { inSlices } from "#lib/inventory/search-index/slices.ts";

/** A clock on which a step of the work takes 1 ms and everybody else's turn so many. */
function clockWith(othersMs: number) {
  let now = 0;
  let turns = 0;
  function* work(steps: number): Generator<void, string> {
    for (let step = 0; step < steps; step += 1) {
      now += 1;
      yield;
    }
    return "done";
  }
  const time = {
    now: () => now,
    next: async () => {
      now += othersMs;
      turns += 1;
    },
  };
  return { work, time, turns: () => turns };
}

it.each([
  [0, 8],
  [3, 8],
  [20, 20],
  [400, 50],
])("where others take %i ms of a turn, work takes %i ms of it", async (othersMs, sliceMs) => {
  const { work, time, turns } = clockWith(othersMs);
  // The first slice knows nothing of others.
  expect(await inSlices(work(8 + 20 * sliceMs), time)).toBe("done");
  expect(turns()).toBe(21);
});

it("does not take the slices of other work for others", async () => {
  const { work, time, turns } = clockWith(0);
  await Promise.all([1, 2, 3].map(() => inSlices(work(808), time)));
  expect(turns()).toBe(303);
});
