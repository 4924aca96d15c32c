import { expect, it } from "vitest";
import { sharedList, sharedTags, unlessEmpty } from "#lib/ecs/shared-values.ts";
import { toNetworkInterface, wireNetworkInterface } from "#lib/ecs/wire-network-interface.ts";

const wire = (id: string) => ({
  NetworkInterfaceId: id,
  SecurityGroupIds: { SecurityGroupId: ["sg-1", "sg-2"] },
  Tags: { Tag: [{ TagKey: "env", TagValue: "prod" }] },
});

it("rows share the lists that say the same, and the empty ones, and none can be changed", () => {
  const [one, other] = ["eni-1", "eni-2"].map((id) =>
    toNetworkInterface(wireNetworkInterface.parse(wire(id)), "1", "cn-hangzhou"),
  );
  expect(one?.securityGroupIds).toEqual(["sg-1", "sg-2"]);
  expect(one?.securityGroupIds).toBe(other?.securityGroupIds);
  expect(one?.tags).toEqual([{ key: "env", value: "prod" }]);
  expect(one?.tags).toBe(other?.tags);
  expect(one?.ipv6).toBe(other?.ipv4Prefixes);
  expect(() => one?.securityGroupIds.push("sg-3")).toThrow(TypeError);
  expect(() => one?.ipv6.push("::1")).toThrow(TypeError);
});

it("does not take lists for the same that are not", () => {
  expect(sharedList(["a,b"])).toEqual(["a,b"]);
  expect(sharedList(["a", "b"])).toEqual(["a", "b"]);
  expect(sharedList(['["a","b"]'])).toEqual(['["a","b"]']);
  expect(sharedTags([{ key: "a", value: "b=c" }])).toEqual([{ key: "a", value: "b=c" }]);
  expect(sharedTags([{ key: "a=b", value: "c" }])).toEqual([{ key: "a=b", value: "c" }]);
  expect(unlessEmpty(["x"])).toEqual(["x"]);
});
