import { expect, it } from "vitest";
import { hiddenColumns, hiddenColumnsText } from "#components/list/hidden-columns.ts";

const USUAL = ["vpcId", "tags"];

it("says nothing for the usual choice, in whatever order", () => {
  expect(hiddenColumns("", USUAL)).toEqual(USUAL);
  expect(hiddenColumnsText(["tags", "vpcId"], USUAL)).toBe("");
});

it.each([[[]], [["tags"]], [["tags", "macAddress"]]])("brings back what was chosen: %j hidden", (hidden) => {
  expect(hiddenColumns(hiddenColumnsText(hidden, USUAL), USUAL)).toEqual(hidden);
});

it("has nothing to say where everything shows as usual", () => {
  expect(hiddenColumnsText([], [])).toBe("");
});
