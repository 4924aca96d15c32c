import { expect, it } from "vitest";
import { Listings } from "#lib/inventory/listings.ts";

const made = (rows: readonly number[]) => () => ({ rows, unfilteredTotal: rows.length });

function listings() {
  const clock = { at: 0, now: () => clock.at };
  return { clock, kept: new Listings<number>(clock) };
}

it("answers windows of one version from one listing while the inventory goes on", () => {
  const { kept } = listings();
  const first = kept.answer("q", { current: "one" }, made([1, 2]));
  const later = kept.answer("q", { current: "two" }, made([3]));
  const again = kept.answer("q", { current: "two", asked: "one" }, made([9]));
  expect([first, later, again].map((each) => each.ok && [each.value.version, each.value.rows])).toEqual([
    ["one", [1, 2]],
    ["two", [3]],
    ["one", [1, 2]],
  ]);
});

it("does not answer one question with the rows of another", () => {
  const { kept } = listings();
  kept.answer("mine", { current: "one" }, made([1]));
  expect(kept.answer("theirs", { current: "two", asked: "one" }, made([9]))).toEqual({
    ok: false,
    error: { kind: "version-expired" },
  });
  const theirs = kept.answer("theirs", { current: "one" }, made([2]));
  expect(theirs.ok && theirs.value.rows).toEqual([2]);
});

it("makes the current version anew, and says of an old one that it is gone", () => {
  const { clock, kept } = listings();
  kept.answer("q", { current: "one" }, made([1]));
  clock.at = 59_000;
  expect(kept.answer("q", { current: "two", asked: "one" }, made([9])).ok).toBe(true);
  clock.at = 120_000;
  expect(kept.answer("q", { current: "two", asked: "one" }, made([9])).ok).toBe(false);
  const anew = kept.answer("q", { current: "two", asked: "two" }, made([3]));
  expect(anew.ok && anew.value.rows).toEqual([3]);
});

it("forgets the longest unused first when it holds too many rows", () => {
  const { kept } = listings();
  const many = Array.from({ length: 1_500_000 }, (_, at) => at);
  for (const question of ["a", "b", "c"]) kept.answer(question, { current: "one" }, made(many));
  kept.answer("a", { current: "two", asked: "one" }, made([]));
  const asked = { current: "two", asked: "one" };
  expect(kept.answer("c", asked, made([])).ok).toBe(true);
  expect(["a", "b"].filter((question) => kept.answer(question, asked, made([])).ok).length).toBe(1);
});
