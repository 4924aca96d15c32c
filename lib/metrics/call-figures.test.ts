import { describe, expect, it } from "vitest";
import { CallFigures, type CountedCall } from "#lib/metrics/call-figures.ts";
import { exposition } from "#lib/metrics/exposition.ts";
import { parseExposition } from "#lib/metrics/parse-exposition.test-data.ts";

const read: CountedCall = {
  action: "DescribeNetworkInterfaces",
  regionId: "cn-hangzhou",
  result: "answered",
  skewMs: 0,
};
const detach: CountedCall = { ...read, action: "DetachNetworkInterface" };

function valuesOf(figures: CallFigures, name: string, nowMs = 0): Record<string, number> {
  const samples = parseExposition(exposition(figures.families(nowMs))).filter((each) => each.name === name);
  return Object.fromEntries(samples.map(({ labels, value }) => [Object.values(labels).join(" "), value]));
}

describe("what is counted of calls to ECS", () => {
  it("is each by action, region and result", () => {
    const figures = new CallFigures();
    for (const result of ["answered", "answered", "throttled"]) figures.count({ ...read, result }, 0);
    figures.count({ ...read, action: "DescribeRegions", regionId: null }, 0);
    expect(valuesOf(figures, "eni_desk_ecs_calls_total")).toEqual({
      "DescribeNetworkInterfaces cn-hangzhou answered": 2,
      "DescribeNetworkInterfaces cn-hangzhou throttled": 1,
      "DescribeRegions  answered": 1,
    });
  });

  it.each([
    ["answered", "accepted"],
    ["rejected", "refused"],
    ["throttled", "throttled"],
    ["not-sent", "not-sent"],
    ["outcome-unknown", "unknown"],
  ])("is a change that ended %s as %s, and every other as 0 from the start", (result, word) => {
    const figures = new CallFigures();
    figures.count(read, 0);
    const before = Object.values(valuesOf(figures, "eni_desk_sends_total"));
    expect([before.length, Math.max(...before)]).toEqual([10, 0]);
    figures.count({ ...detach, result }, 0);
    const after = valuesOf(figures, "eni_desk_sends_total");
    expect(after[`DetachNetworkInterface ${word}`]).toBe(1);
    expect(Object.values(after).reduce((sum, each) => sum + each)).toBe(1);
  });

  it("is within the last minute and no longer, by action and region", () => {
    const figures = new CallFigures();
    figures.count(read, 0);
    figures.count({ ...read, regionId: "cn-beijing" }, 30_000);
    figures.count(read, 30_000);
    const name = "eni_desk_ecs_calls_last_minute";
    const [hangzhou, beijing] = [
      "DescribeNetworkInterfaces cn-hangzhou",
      "DescribeNetworkInterfaces cn-beijing",
    ];
    expect(valuesOf(figures, name, 59_999)).toEqual({ [hangzhou]: 2, [beijing]: 1 });
    expect(valuesOf(figures, name, 60_000)).toEqual({ [hangzhou]: 1, [beijing]: 1 });
    expect(valuesOf(figures, name, 90_000)).toEqual({});
  });
});

describe("whether ECS is out of reach", () => {
  it("is told by the latest call, for five minutes", () => {
    const figures = new CallFigures();
    expect(figures.outOfReach(0)).toBeNull();
    figures.count({ ...read, result: "not-sent" }, 0);
    expect(figures.outOfReach(300_000)).toBe("not-sent");
    expect(figures.outOfReach(300_001)).toBeNull();
    figures.count({ ...read, result: "outcome-unknown" }, 400_000);
    expect(figures.outOfReach(400_000)).toBe("outcome-unknown");
  });

  it.each(["answered", "rejected", "throttled"])("is denied by a call that was %s", (result) => {
    const figures = new CallFigures();
    figures.count({ ...read, result: "not-sent" }, 0);
    figures.count({ ...read, result }, 1);
    expect(figures.outOfReach(1)).toBeNull();
  });
});

it("shows how far the clock of ECS is from ours", () => {
  const figures = new CallFigures();
  figures.count({ ...read, skewMs: -612_000 }, 0);
  expect(figures.skewMs).toBe(-612_000);
  expect(valuesOf(figures, "eni_desk_ecs_clock_offset_seconds")).toEqual({ "": -612 });
});
