import { describe, expect, it } from "vitest";
import { sameValue } from "#lib/core/same-value.ts";

describe("two values of plain data", () => {
  it.each([
    [
      { a: 1, b: [{ c: "x" }] },
      { b: [{ c: "x" }], a: 1 },
    ],
    [[], []],
    [null, null],
    ["x", "x"],
  ])("are the same when they say the same: %j", (a, b) => expect(sameValue(a, b)).toBe(true));

  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: undefined }, { b: undefined }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      ["x", "y"],
      ["y", "x"],
    ],
    [["x"], ["x", "x"]],
    [[], {}],
    [{}, []],
    [null, {}],
    ["1", 1],
    [{ a: { b: ["x"] } }, { a: { b: ["y"] } }],
  ])("differ in anything: %j and %j", (a, b) => expect(sameValue(a, b)).toBe(false));
});
