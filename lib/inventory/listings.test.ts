import { expect, it } from "vitest";
import { type Listing, Listings, versionOf } from "#lib/inventory/listings.ts";
import { sortedFew } from "#lib/inventory/search-index/ordered-rows.ts";

const made = (version: string, slots: readonly number[] = []): Listing<string> => ({
  version,
  slots: sortedFew(slots),
  rows: { at: () => null },
  hosts: { at: () => null },
  unfilteredTotal: slots.length,
});

function listings() {
  const clock = { at: 0, now: () => clock.at };
  return { clock, kept: new Listings<string>(clock) };
}

it("gives the listing of a version as long as it is asked for", () => {
  const { clock, kept } = listings();
  const first = made("one", [1, 2]);
  kept.keep("q", first);
  kept.keep("q", made("two", [3]));
  clock.at = 59_000;
  expect(kept.find("q", "one")).toBe(first);
  clock.at = 118_000;
  expect(kept.find("q", "one")).toBe(first);
  expect(kept.find("q", "two")).toBeUndefined();
  clock.at = 178_001;
  expect(kept.find("q", "one")).toBeUndefined();
});

it("does not answer one question with the rows of another", () => {
  const { kept } = listings();
  kept.keep("mine", made("one", [1]));
  expect(kept.find("theirs", "one")).toBeUndefined();
});

it("forgets the longest unused first when it holds too much, and never the newest", () => {
  const { kept } = listings();
  const large = Array.from({ length: 900_000 }, (_, at) => at);
  for (const question of ["a", "b", "c"]) {
    kept.keep(question, made("one", large));
    kept.find("a", "one");
  }
  expect(["a", "b", "c"].filter((question) => kept.find(question, "one"))).toEqual(["a", "c"]);
  kept.keep("d", made("one", [...large, ...large, ...large]));
  expect(["a", "c", "d"].filter((question) => kept.find(question, "one"))).toEqual(["d"]);
});

it("the version of what is still being read is another than of the same rows when all is read", () => {
  const account = { accountId: "1000000000000001", name: "Main" };
  const version = (partial: boolean) =>
    versionOf("maker", [{ account, regionId: "cn-hangzhou", revision: 7, partial }]);
  expect(version(true)).not.toBe(version(false));
  expect(version(true)).toBe(version(true));
});
