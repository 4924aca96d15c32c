import { describe, expect, it } from "vitest";
import { naturalKey, sortRows, windowOf } from "#lib/inventory/paging.ts";

const sorted = (names: readonly string[], descending = false) =>
  sortRows(
    names.map((name, at) => ({ name, id: String(at) })),
    ({ name }) => name,
    ({ id }) => id,
    descending,
  ).map(({ name }) => name);

describe("an order", () => {
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
  });

  it("puts equals by their id, also when it goes down", () => {
    const rows = [
      { name: "same", id: "b" },
      { name: "same", id: "a" },
      { name: "other", id: "c" },
    ];
    const ids = (descending: boolean) =>
      sortRows(
        rows,
        ({ name }) => name,
        ({ id }) => id,
        descending,
      ).map(({ id }) => id);
    expect(ids(false)).toEqual(["c", "a", "b"]);
    expect(ids(true)).toEqual(["a", "b", "c"]);
  });
});

describe("a window", () => {
  const rows = Array.from({ length: 10 }, (_, at) => at);

  it("begins at the offset, else at the cursor, else at the start", () => {
    expect(windowOf(rows, { offset: 4, cursor: "o8", limit: 3 })).toEqual({
      items: [4, 5, 6],
      total: 10,
      offset: 4,
      cursor: "o7",
    });
    expect(windowOf(rows, { cursor: "o8", limit: 3 }).items).toEqual([8, 9]);
    expect(windowOf(rows, { limit: 3 }).items).toEqual([0, 1, 2]);
  });

  it("ends with no cursor, also beyond the end", () => {
    expect(windowOf(rows, { offset: 7, limit: 3 }).cursor).toBeNull();
    expect(windowOf(rows, { offset: 99, limit: 3 })).toMatchObject({ items: [], total: 10, cursor: null });
  });
});
