import { describe, expect, test } from "vitest";
import { FaultBook } from "#emulator/control/fault-book.ts";
import { faultRuleSchema } from "#emulator/control/fault-schema.ts";
import { Parameters } from "#emulator/pipeline/parameters.ts";

const CALLS = 2_000;

/** What a fault adds to each of many calls, in order. */
function latencies(seed: number, faults: readonly object[]): number[] {
  const book = new FaultBook(seed);
  for (const fault of faults) book.add(faultRuleSchema.parse(fault));
  return planned(book).map(({ latencyMs }) => latencyMs);
}

function planned(book: FaultBook) {
  const call = { action: "DescribeRegions", accessKeyId: "emulator", params: new Parameters([]) };
  return Array.from({ length: CALLS }, () => book.plan(call));
}

const VARYING = { fault: { kind: "latency", ms: 100, p99Ms: 2_000 } };

describe("a latency that varies", () => {
  test("has the median and the 99th percentile that were asked for", () => {
    const sorted = latencies(1, [VARYING]).sort((left, right) => left - right);
    const at = (share: number) => sorted[Math.floor(CALLS * share)] ?? 0;
    expect(at(0.5)).toBeGreaterThan(85);
    expect(at(0.5)).toBeLessThan(115);
    expect(at(0.99)).toBeGreaterThan(1_300);
    expect(at(0.99)).toBeLessThan(3_000);
    expect(sorted[0]).toBeGreaterThanOrEqual(0);
  });

  test("is the same in every run of one seed, and another for another", () => {
    expect(latencies(1, [VARYING])).toEqual(latencies(1, [VARYING]));
    expect(latencies(2, [VARYING])).not.toEqual(latencies(1, [VARYING]));
  });

  test("is always the same without p99Ms, and adds up with others", () => {
    const fixed = { fault: { kind: "latency", ms: 30 } };
    expect(new Set(latencies(1, [fixed, fixed]))).toEqual(new Set([60]));
  });

  test.each([
    { kind: "latency", ms: 100, p99Ms: 99 },
    { kind: "latency", ms: 0, p99Ms: 5 },
    { kind: "latency", ms: -1 },
  ])("cannot be %j", (fault) => {
    expect(faultRuleSchema.safeParse({ fault }).success).toBe(false);
  });
});

describe("chances", () => {
  const flaky = (match: object) => ({ match, fault: { kind: "drop-before" }, probability: 0.3 });
  const struck = (rules: readonly object[]) => {
    const book = new FaultBook(1);
    for (const rule of rules) book.add(faultRuleSchema.parse(rule));
    return planned(book).map(({ ending }) => ending !== undefined);
  };

  test("strike their share, the same calls in every run", () => {
    const first = struck([flaky({})]);
    expect(struck([flaky({})])).toEqual(first);
    const share = first.filter(Boolean).length / CALLS;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });

  test("of one fault do not hang on what another one draws", () => {
    const with2 = struck([flaky({}), { ...VARYING, probability: 0.5 }]);
    expect(with2).toEqual(struck([flaky({})]));
  });
});
