import { describe, expect, it } from "vitest";
import { refreshEveryMs } from "#lib/inventory/refresh-interval.ts";

describe("how often a region is walked", () => {
  it.each([
    ["a small region", 1, 1, 20_000],
    ["a big one", 12, 40, 60_000],
    ["one of 100,000 ENIs", 100, 209, 60_000],
    ["one whose instances alone use up a minute", 450, 209, 120_000],
    ["one of 500,000 ENIs", 100, 1_050, 175_000],
  ])("%s", (_name, DescribeInstances, DescribeNetworkInterfaces, everyMs) => {
    expect(refreshEveryMs({ DescribeInstances, DescribeNetworkInterfaces })).toBe(everyMs);
  });
});
