import { describe, expect, it } from "vitest";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { attachBlockers } from "#lib/policy/attach-blockers.ts";
import { ATTACH_BLOCKER_REASONS } from "#lib/policy/detach-blockers.ts";
import { anInstance, aSecondaryInterface } from "#lib/policy/sample.test-data.ts";

interface Case {
  name: string;
  eni?: Partial<NetworkInterface>;
  instance?: Partial<Instance> | null;
  want: string[];
}

const FREE = { status: "Available", instanceId: null, deviceIndex: null };
const RDMA = { trafficMode: "HighPerformance" };

const REFUSED: Case[] = [
  { name: "one that is in use", eni: { status: "InUse" }, want: ["interface-not-available"] },
  { name: "one that is being attached", eni: { status: "Attaching" }, want: ["interface-not-available"] },
  { name: "one that is still leaving", eni: { status: "Detaching" }, want: ["interface-not-available"] },
  { name: "a status nobody knows", eni: { status: "Quarantined" }, want: ["interface-not-available"] },
  { name: "a service-managed ENI", eni: { serviceManaged: true }, want: ["service-managed"] },
  {
    name: "an ENI Terway made",
    eni: { tags: [{ key: "creator", value: "terway" }] },
    want: ["terway-managed"],
  },
  { name: "an instance ECS does not show", instance: null, want: ["instance-unknown"] },
  { name: "an instance that is starting", instance: { status: "Starting" }, want: ["instance-state-attach"] },
  { name: "an instance in a new state", instance: { status: "Hibernated" }, want: ["instance-state-attach"] },
  { name: "an instance of another VPC", instance: { vpcId: "vpc-bp2", zoneId: "x" }, want: ["another-vpc"] },
  { name: "an instance of no VPC", instance: { vpcId: null }, want: ["another-vpc"] },
  { name: "an instance of another zone", instance: { zoneId: "cn-hangzhou-i" }, want: ["another-zone"] },
  { name: "an RDMA ENI and a running instance", eni: RDMA, want: ["rdma-hot-plug"] },
  {
    name: "several rules at once, all told",
    eni: { status: "Deleting", serviceManaged: true },
    instance: { status: "Pending", zoneId: "cn-hangzhou-i" },
    want: ["service-managed", "interface-not-available", "instance-state-attach", "another-zone"],
  },
];

function blockersOf({ eni = {}, instance = {} }: Omit<Case, "name" | "want">) {
  const networkInterface = aSecondaryInterface({ ...FREE, ...eni });
  const there = instance === null ? null : anInstance(instance);
  return attachBlockers({ networkInterface, instance: there, instanceId: anInstance().instanceId });
}

describe("attaching an ENI back", () => {
  it.each(REFUSED)("is refused for $name", ({ want, ...subject }) => {
    expect(blockersOf(subject).map(({ reason }) => reason)).toEqual(want);
  });

  it.each([
    ["to a running instance", {}],
    ["to a stopped instance", { instance: { status: "Stopped" } }],
    ["as an RDMA ENI, once the instance is stopped", { eni: RDMA, instance: { status: "Stopped" } }],
  ] as const)("is allowed %s", (_name, subject) => {
    expect(blockersOf(subject)).toEqual([]);
  });

  it("has a case for every reason of its own but the one that is about the request", () => {
    const tried = new Set(REFUSED.flatMap(({ want }) => want));
    expect(ATTACH_BLOCKER_REASONS.filter((reason) => !tried.has(reason))).toEqual(["nothing-to-undo"]);
  });
});
