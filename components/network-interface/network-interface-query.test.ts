import { expect, it } from "vitest";
import {
  QUERY_NAMES,
  usuallyHidden,
  VIEW_NAMES,
} from "#components/network-interface/network-interface-query.ts";
import { VIEW_QUERY_NAMES } from "#lib/contract/saved-views.ts";

it("shows since when, and no instance, where nothing is attached", () => {
  expect(usuallyHidden("")).toContain("unattached");
  expect(usuallyHidden("Available")).not.toContain("unattached");
  expect(usuallyHidden("Available")).toContain("instanceId");
});

it("has no name in its address that a saved view would lose, but for the open panel", () => {
  const names = [...QUERY_NAMES, ...VIEW_NAMES].filter((name) => name !== "panel");
  expect([...VIEW_QUERY_NAMES["network-interfaces"]].sort()).toEqual(names.sort());
});
