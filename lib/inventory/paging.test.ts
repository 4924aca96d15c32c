import { describe, expect, it } from "vitest";
import { cursorAfter, naturalKey, startOf } from "#lib/inventory/paging.ts";

describe("a key to sort by", () => {
  const sorted = (names: readonly string[]) =>
    names.toSorted((a, b) => (naturalKey(a) < naturalKey(b) ? -1 : 1));

  it("takes numbers by value, and neither case nor accents into account", () => {
    expect(sorted(["web-10", "Web-9", "web-010a", "éclair", "Echo", "zulu"])).toEqual([
      "Echo",
      "éclair",
      "Web-9",
      "web-10",
      "web-010a",
      "zulu",
    ]);
    expect(naturalKey("a007")).toBe(naturalKey("A7"));
    expect(naturalKey("ｗｅｂ-９")).toBe(naturalKey("WEB-9"));
    expect(naturalKey("E\u0301clair")).toBe(naturalKey("eclair"));
  });
});

describe("a window", () => {
  it("begins at the offset, else at the cursor, else at the start", () => {
    expect(startOf({ offset: 4, cursor: "o8" })).toBe(4);
    expect(startOf({ cursor: "o8" })).toBe(8);
    expect(startOf({ cursor: "x8" })).toBe(0);
    expect(startOf({})).toBe(0);
  });

  it("is followed by another one unless it ends the list or lies beyond it", () => {
    expect(cursorAfter(4, 3, 10)).toBe("o7");
    expect(cursorAfter(7, 3, 10)).toBeNull();
    expect(cursorAfter(99, 0, 10)).toBeNull();
  });
});
