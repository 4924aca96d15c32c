import { describe, expect, it } from "vitest";
import { listObservedAt, sourceName, summariseSources } from "#components/list/sources.ts";
import type { SourceView } from "#lib/contract/inventory.ts";

const NOW_MS = Date.parse("2026-11-23T12:00:00.000Z");

function source(regionId: string, part: Partial<SourceView> = {}): SourceView {
  return {
    accountId: "1000000000000001",
    accountName: "Main",
    regionId,
    ok: true,
    observedAt: "2026-11-23T11:59:30.000Z",
    ...part,
  };
}

describe("what a list can vouch for", () => {
  it("leaves out a region that failed, one that was never read and one that is old", () => {
    const summary = summariseSources(
      [
        source("cn-hangzhou"),
        source("cn-beijing", { ok: false }),
        source("cn-shanghai", { observedAt: null }),
        source("cn-shenzhen", { observedAt: "2026-11-23T11:46:00.000Z" }),
      ],
      NOW_MS,
    );
    expect(summary.fine.map(({ regionId }) => regionId)).toEqual(["cn-hangzhou"]);
    expect(summary.doubtful.map(({ regionId }) => regionId)).toEqual([
      "cn-beijing",
      "cn-shanghai",
      "cn-shenzhen",
    ]);
  });

  it("has a region that is read for the first time neither as read nor as failed", () => {
    const reading = source("cn-beijing", { observedAt: null, partial: true });
    expect(summariseSources([source("cn-hangzhou"), reading], NOW_MS)).toEqual({
      fine: [source("cn-hangzhou")],
      doubtful: [],
      partial: [reading],
    });
  });

  it("is as old as the oldest region that was read", () => {
    const sources = [
      source("cn-hangzhou", { observedAt: "2026-11-23T11:59:50.000Z" }),
      source("cn-beijing", { observedAt: "2026-11-23T11:59:10.000Z" }),
    ];
    expect(listObservedAt(sources)).toBe("2026-11-23T11:59:10.000Z");
  });

  it("names the account only where there are several", () => {
    const one = source("cn-hangzhou");
    expect(sourceName(one, [one])).toBe("cn-hangzhou");
    expect(sourceName(one, [one, source("cn-hangzhou", { accountId: "1000000000000002" })])).toBe(
      "cn-hangzhou (Main)",
    );
  });

  it("names an account that has no regions by name and id, and by its id where that is its name", () => {
    const unlisted = source("", { accountId: "1000000000000002", accountName: "Partner" });
    expect(sourceName(unlisted, [unlisted])).toBe("Partner (1000000000000002)");
    expect(sourceName({ ...unlisted, accountName: "1000000000000002" }, [])).toBe("1000000000000002");
  });
});
