import { describe, expect, it } from "vitest";
import {
  hiddenColumns,
  hiddenColumnsText,
  QUERY_NAMES,
  VIEW_NAMES,
} from "#components/network-interface/network-interface-query.ts";
import { VIEW_QUERY_NAMES } from "#lib/contract/saved-views.ts";

describe("the columns in the address", () => {
  it.each(["", "Available"])("say nothing for the usual choice of status %j", (status) => {
    expect(hiddenColumnsText([...hiddenColumns("", status)].reverse(), status)).toBe("");
  });

  it("show since when, and no instance, where nothing is attached", () => {
    expect(hiddenColumns("", "")).toContain("unattached");
    expect(hiddenColumns("", "Available")).not.toContain("unattached");
    expect(hiddenColumns("", "Available")).toContain("instanceId");
  });

  it.each([[[]], [["tags"]], [["tags", "macAddress"]]])(
    "come back as they were chosen: %j hidden",
    (hidden) => {
      expect(hiddenColumns(hiddenColumnsText(hidden, ""), "")).toEqual(hidden);
    },
  );
});

it("has no name in its address that a saved view would lose, but for the open panel", () => {
  const names = [...QUERY_NAMES, ...VIEW_NAMES].filter((name) => name !== "panel");
  expect([...VIEW_QUERY_NAMES["network-interfaces"]].sort()).toEqual(names.sort());
});
