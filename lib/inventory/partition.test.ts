import { describe, expect, it } from "vitest";
import type { VSwitch } from "#lib/ecs/describe-vswitches.ts";
import { planParts } from "#lib/inventory/partition.ts";

const vSwitch = (vpcId: string, vSwitchId: string, usedAddresses: number | null): VSwitch => ({
  vpcId,
  vSwitchId,
  usedAddresses,
});
const vpc = (name: string, ...used: number[]) =>
  used.map((addresses, index) => vSwitch(`vpc-${name}`, `vsw-${name}${index + 1}`, addresses));
const plan = (vSwitches: VSwitch[], total: number, moreCalls = 0.05) =>
  planParts(vSwitches, { total, rowsPerCall: 500, moreCalls, lanes: 8 });
const callsOf = (parts: { rows: number }[]) =>
  parts.reduce((sum, { rows }) => sum + Math.ceil(rows / 500), 1);

describe("a plan of parts", () => {
  it("cuts a large VPC into its vSwitches and leaves a small one whole, largest first", () => {
    const parts = plan([...vpc("small", 300, 200), ...vpc("large", 9_500, 10_000)], 20_000);
    expect(parts.map(({ part }) => part)).toEqual([
      { vSwitchId: "vsw-large2" },
      { vSwitchId: "vsw-large1" },
      { vpcId: "vpc-small" },
    ]);
  });

  it("asks nothing of a vSwitch in which no address is used", () => {
    const parts = plan([...vpc("a", 10_000, 0, 10_000)], 20_000);
    expect(parts.map(({ part }) => part)).toEqual([{ vSwitchId: "vsw-a1" }, { vSwitchId: "vsw-a3" }]);
  });

  it("stays within a twentieth more calls than one chain takes", () => {
    for (const vpcs of [2, 5, 12, 25]) {
      const vSwitches = Array.from({ length: vpcs }, (_, index) =>
        vpc(`v${index}`, 1_333, 1_333, 1_334),
      ).flat();
      const parts = plan(vSwitches, 100_000);
      expect(parts.length, `${vpcs} VPCs`).toBeGreaterThan(1);
      expect(callsOf(parts), `${vpcs} VPCs`).toBeLessThanOrEqual(210);
    }
  });

  it("cuts what is cut for more calls, where more are worth it", () => {
    const vSwitches = [...vpc("a", ...Array(12).fill(1_333)), ...vpc("b", ...Array(12).fill(1_333))];
    expect(plan(vSwitches, 32_000)).toHaveLength(2);
    expect(plan(vSwitches, 32_000, 0.15)).toHaveLength(24);
  });

  it("is one chain where there are very many small vSwitches", () => {
    const many = Array.from({ length: 300 }, (_, index) => vpc(`v${index}`, 330)).flat();
    expect(plan(many, 99_000)).toEqual([]);
  });

  it("is one chain where nothing can be cut", () => {
    expect(plan(vpc("a", 20_000), 20_000)).toEqual([]);
    expect(plan([], 20_000)).toEqual([]);
    expect(plan(vpc("a", 0, 0), 20_000)).toEqual([]);
  });

  it("counts a vSwitch of which nothing is told as in use", () => {
    const parts = plan([vSwitch("vpc-a", "vsw-a", 15_000), vSwitch("vpc-b", "vsw-b", null)], 15_000);
    expect(parts.map(({ part }) => part)).toEqual([{ vpcId: "vpc-a" }, { vpcId: "vpc-b" }]);
  });
});
