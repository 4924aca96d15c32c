import { describe, expect, it } from "vitest";
import { flatPages } from "#components/list/flat-pages.ts";

describe("the rows of several pages", () => {
  it("hold a row once that moved from one page to the next between two reads", () => {
    const pages = [{ items: [{ id: "a" }, { id: "b" }] }, { items: [{ id: "b" }, { id: "c" }] }];
    expect(flatPages(pages, ({ id }) => id).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });
});
