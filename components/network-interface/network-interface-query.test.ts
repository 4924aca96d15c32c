import { describe, expect, it } from "vitest";
import { hiddenColumns, hiddenColumnsText } from "#components/network-interface/network-interface-query.ts";

describe("the columns in the address", () => {
  it("say nothing for the usual choice", () => {
    expect(hiddenColumnsText([...hiddenColumns("")].reverse())).toBe("");
  });

  it.each([[[]], [["tags"]], [["tags", "macAddress"]]])(
    "come back as they were chosen: %j hidden",
    (hidden) => {
      expect(hiddenColumns(hiddenColumnsText(hidden))).toEqual(hidden);
    },
  );
});
