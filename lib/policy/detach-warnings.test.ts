import { describe, expect, it } from "vitest";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { detachWarnings, WARNING_KINDS } from "#lib/policy/detach-warnings.ts";
import { riskTier } from "#lib/policy/risk-tier.ts";
import { anInstance, aSecondaryInterface } from "#lib/policy/sample.test-data.ts";

const eip = { address: "47.0.0.1", allocationId: "eip-bp1" };
const cases: [string, Partial<NetworkInterface>, Partial<Instance>, string[]][] = [
  [
    "an EIP on the primary address",
    { privateIps: [{ address: "10.0.0.11", primary: true, publicIp: eip }] },
    {},
    ["eip"],
  ],
  [
    "a secondary address",
    {
      privateIps: [
        { address: "10.0.0.11", primary: true },
        { address: "10.0.0.12", primary: false },
      ],
    },
    {},
    ["secondary-addresses"],
  ],
  ["an IPv6 address", { ipv6: ["2408:4005::1"] }, {}, ["ipv6"]],
  ["a prefix", { ipv4Prefixes: ["10.0.0.16/28"] }, {}, ["prefixes"]],
  ["a Kubernetes tag", { tags: [{ key: "ack.aliyun.com", value: "c1" }] }, {}, ["kubernetes"]],
  ["a Terraform tag", { tags: [{ key: "ManagedBy", value: "Terraform" }] }, {}, ["terraform"]],
  ["a ROS tag", { tags: [{ key: "acs:ros:stackId", value: "s1" }] }, {}, ["ros"]],
  ["deletion with the instance", { deleteOnRelease: true }, {}, ["delete-on-release"]],
  ["a member ENI", { type: "Member", trunkNetworkInterfaceId: "eni-bp1trunk" }, {}, ["member-interface"]],
  ["a locked instance", {}, { operationLocks: ["security"] }, ["instance-locked"]],
];

describe("before detaching, a person is warned", () => {
  it.each(cases)("of %s", (_name, eni, instance, want) => {
    const warnings = detachWarnings(aSecondaryInterface(eni), anInstance(instance));
    expect(warnings.map(({ kind }) => kind)).toEqual(want);
    expect(riskTier([], warnings)).toBe("typed-address");
  });

  it("of nothing where nothing is known to be at stake", () => {
    expect(detachWarnings(aSecondaryInterface(), anInstance())).toEqual([]);
    expect(riskTier([], [])).toBe("reason");
  });

  it("of every kind there is in a case above", () => {
    expect(cases.flatMap(([, , , want]) => want).sort()).toEqual([...WARNING_KINDS].sort());
  });

  it("not by a tag that only sounds alike", () => {
    const tags = [
      { key: "team", value: "terraform-platform" },
      { key: "app", value: "kubernetes-dashboard" },
    ];
    expect(detachWarnings(aSecondaryInterface({ tags }), anInstance())).toEqual([]);
  });
});
