import { describe, expect, it } from "vitest";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import {
  CIRCUMSTANCE_BLOCKER_REASONS,
  circumstanceBlockers,
  type DetachCircumstances,
  detachBlockers,
  INTERFACE_BLOCKER_REASONS,
} from "#lib/policy/detach-blockers.ts";
import { anInstance, aSecondaryInterface } from "#lib/policy/sample.test-data.ts";

type Case = {
  name: string;
  eni?: Partial<NetworkInterface>;
  instance?: Partial<Instance> | null;
  asked?: string;
  members?: string[];
  want: string[];
};

const creatorTerway = [{ key: "creator", value: "terway" }];
const cases: Case[] = [
  { name: "a primary ENI", eni: { type: "Primary" }, want: ["primary-interface"] },
  { name: "a type nobody has described", eni: { type: "slave" }, want: ["interface-type"] },
  { name: "a service-managed ENI", eni: { serviceManaged: true }, want: ["service-managed"] },
  { name: "an ENI Terway made", eni: { tags: creatorTerway }, want: ["terway-managed"] },
  {
    name: "an ENI Terway described",
    eni: { description: "interface create by terway" },
    want: ["terway-managed"],
  },
  { name: "an ENI nobody uses", eni: { status: "Available", instanceId: null }, want: ["interface-state"] },
  { name: "an ENI being attached", eni: { status: "Attaching" }, want: ["interface-state"] },
  { name: "a linked ENI", eni: { status: "Linked" }, want: ["interface-linked"] },
  { name: "a status ECS has not documented", eni: { status: "Quarantined" }, want: ["interface-state"] },
  { name: "an ENI in use nobody knows where", eni: { instanceId: null }, want: ["not-attached"] },
  { name: "another instance than it is on", asked: "i-bp1000000000000other", want: ["not-on-this-instance"] },
  { name: "an instance ECS does not show", instance: null, want: ["instance-unknown"] },
  { name: "an instance that is starting", instance: { status: "Starting" }, want: ["instance-state"] },
  { name: "an instance that is stopping", instance: { status: "Stopping" }, want: ["instance-state"] },
  { name: "an instance in an unknown state", instance: { status: "Hibernated" }, want: ["instance-state"] },
  {
    name: "an RDMA ENI of a running instance",
    eni: { trafficMode: "HighPerformance" },
    want: ["rdma-hot-plug"],
  },
  {
    name: "a trunk with members",
    eni: { type: "Trunk" },
    members: ["eni-bp1member"],
    want: ["trunk-has-members"],
  },
  { name: "a member without its trunk", eni: { type: "Member" }, want: ["member-without-trunk"] },
  {
    name: "several rules at once, all told",
    eni: { type: "Primary", status: "Deleting", serviceManaged: true },
    instance: { status: "Pending" },
    want: ["primary-interface", "service-managed", "interface-state", "instance-state"],
  },
];

function reasonsFor({ eni, instance, asked, members }: Omit<Case, "name" | "want">): string[] {
  const blockers = detachBlockers({
    networkInterface: aSecondaryInterface(eni),
    instance: instance === null ? null : anInstance(instance),
    askedInstanceId: asked ?? null,
    memberIds: members ?? [],
  });
  return blockers.map(({ reason }) => reason);
}

describe("detaching an ENI", () => {
  it.each(cases)("is refused for $name", ({ want, ...situation }) => {
    expect(reasonsFor(situation)).toEqual(want);
  });

  it("is allowed for a secondary ENI in use on a running instance", () => expect(reasonsFor({})).toEqual([]));
  it("is allowed while the instance is stopped", () => {
    expect(reasonsFor({ instance: { status: "Stopped" } })).toEqual([]);
  });
  it("is allowed again while a detach is already under way", () => {
    expect(reasonsFor({ eni: { status: "Detaching" } })).toEqual([]);
  });
  it("is allowed for an RDMA ENI once its instance is stopped", () => {
    expect(reasonsFor({ eni: { trafficMode: "HighPerformance" }, instance: { status: "Stopped" } })).toEqual(
      [],
    );
  });
  it("is allowed for an empty trunk and for a member that names its trunk", () => {
    expect(reasonsFor({ eni: { type: "Trunk" } })).toEqual([]);
    expect(reasonsFor({ eni: { type: "Member", trunkNetworkInterfaceId: "eni-bp1trunk" } })).toEqual([]);
  });

  it("has a case above for every reason there is", () => {
    const covered = new Set(cases.flatMap(({ want }) => want));
    expect(INTERFACE_BLOCKER_REASONS.filter((reason) => !covered.has(reason))).toEqual([]);
  });
});

describe("asking for a detach", () => {
  const free: DetachCircumstances = {
    mayAsk: true,
    observeOnly: false,
    readOnlyAccount: false,
    sendingStopped: null,
    openRequest: null,
  };
  const reasons = (change: Partial<DetachCircumstances>) =>
    circumstanceBlockers({ ...free, ...change }).map(({ reason }) => reason);

  it("is open to an operator when nothing stands in the way", () => expect(reasons({})).toEqual([]));
  it("is refused to a role that may not, in observe-only mode, in an account without a role for changes, while sending is stopped, and beside an open request", () => {
    expect(reasons({ mayAsk: false })).toEqual(["not-permitted"]);
    expect(reasons({ observeOnly: true })).toEqual(["observe-only"]);
    expect(reasons({ openRequest: { id: "r1", askedBy: "Ada" } })).toEqual(["request-open"]);
    expect(reasons({ sendingStopped: { reason: "change freeze", by: "Ada" } })).toEqual(["sending-stopped"]);
    expect(reasons({ readOnlyAccount: true })).toEqual(["read-only-account"]);
    expect(CIRCUMSTANCE_BLOCKER_REASONS).toHaveLength(5);
  });
});
