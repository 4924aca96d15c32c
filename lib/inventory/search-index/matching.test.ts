import { expect, it } from "vitest";
import { invariant } from "#lib/core/invariant.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { Attachments } from "#lib/inventory/attachments.ts";
import { ObservedRows } from "#lib/inventory/observed-rows.ts";
import { InventoryIndex } from "#lib/inventory/search-index/inventory-index.ts";
import { keepMatching } from "#lib/inventory/search-index/matching.ts";
import { EVERYWHERE } from "#lib/policy/reach.ts";
import { anInstance, aSecondaryInterface } from "#lib/policy/sample.test-data.ts";
import { parseSearch } from "#lib/policy/search-query.ts";

const index = new InventoryIndex();
const attachments: Attachments = new Attachments("1/cn-hangzhou", (id) => interfaces.get(id));
index.watch(attachments);
const interfaces = new ObservedRows<NetworkInterface>(
  ({ networkInterfaceId }) => networkInterfaceId,
  () => false,
  (before, after) => attachments.interfaceChanged(before, after),
);
const instances = new ObservedRows<Instance>(
  ({ instanceId }) => instanceId,
  () => false,
  (before, after) => attachments.instanceChanged(before, after),
);

const ip = (address: string) => ({ primaryPrivateIp: address, privateIps: [{ address, primary: true }] });
const lay = (networkInterfaceId: string, change: Partial<NetworkInterface>) =>
  interfaces.lay(aSecondaryInterface({ networkInterfaceId, ...change }), 0);

lay("eni-1web", { name: "Front Door", ...ip("10.66.4.17"), tags: [{ key: "env", value: "prod" }] });
lay("eni-2db", {
  ...{ name: "db-10", description: "Note to all", status: "Available", instanceId: null, type: "Trunk" },
  ...{ vpcId: "vpc-other", vSwitchId: "vsw-other", zoneId: "cn-hangzhou-k", macAddress: "00:16:3e:aa:bb:cc" },
  ...ip("10.66.5.1"),
  ipv6: ["2408:4005:0:12ab::1"],
});
lay("eni-3pod", {
  ...{ name: "pod", instanceId: "i-unknown", securityGroupIds: ["sg-a", "sg-pods"] },
  ...{ tags: [{ key: "creator", value: "terway" }], ipv6: ["2408:4005:0:1300::1"] },
  primaryPrivateIp: "10.67.0.1",
  privateIps: [
    { address: "10.67.0.1", primary: true },
    { address: "10.67.0.2", primary: false, publicIp: { address: "47.98.1.1", allocationId: "eip-1" } },
  ],
});
instances.lay(anInstance({ name: "Web-1" }), 0);

function found(q: string): string[] {
  const terms = parseSearch(q);
  const view = index.interfaces.views.ready(EVERYWHERE);
  invariant(terms.ok && view, "the test asks what can be understood");
  const rows = index.interfaces.alive.copy();
  keepMatching(rows, terms.value, index.interfaces, view);
  return [...rows].map((slot) => index.interfaces.at(slot)?.value.networkInterfaceId.slice(4) ?? "");
}

it.each([
  ["", ["1web", "2db", "3pod"]],
  ["ENI-1", ["1web"]],
  ['"front door"', ["1web"]],
  ["note", ["2db"]],
  ["web-1", ["1web"]],
  ["i-bp1", ["1web"]],
  ["i-unknown", ["3pod"]],
  ["47.98", ["3pod"]],
  ["12ab::1", ["2db"]],
  ["env=prod", ["1web"]],
  ["aa:bb:cc", ["2db"]],
  ["sg-pods", ["3pod"]],
  ["vsw-other", ["2db"]],
  ["vpc-o", ["2db"]],
  ["inuse", []],
  ["status:inuse", ["1web", "3pod"]],
  ["status:inu", []],
  ["status:unsettled", []],
  ["type:trunk", ["2db"]],
  ["region:cn-hangzhou", ["1web", "2db", "3pod"]],
  ["region:cn", []],
  ["zone:cn-hangzhou-k", ["2db"]],
  ["account:1000000000000001", ["1web", "2db", "3pod"]],
  ["id:eni-2db", ["2db"]],
  ["id:eni-2", []],
  ["owner:terway", ["3pod"]],
  ["owner:person", ["1web", "2db"]],
  ["name:door", ["1web"]],
  ["name:web", []],
  ["instance:web", ["1web"]],
  ["instance:unknown", ["3pod"]],
  ["vpc:other", ["2db"]],
  ["vswitch:bp1", ["1web", "3pod"]],
  ["sg:pod", ["3pod"]],
  ["ip:10.66", ["1web", "2db"]],
  ["ip:10.66.4.0/24", ["1web"]],
  ["10.66.0.0/15", ["1web", "2db", "3pod"]],
  ["10.66.5.0/30", ["2db"]],
  ["10.67.0.2/32", ["3pod"]],
  ["47.98.0.0/16", ["3pod"]],
  ["2408:4005::/32", ["2db", "3pod"]],
  ["2408:4005:0:1200::/56", ["2db"]],
  ["ip:2408:4005:0:1300::/120", ["3pod"]],
  ["2408:4005:0:1300::2/128", []],
  ["-2408:4005:0:1200::/56", ["1web", "3pod"]],
  ["mac:00:16:3e:aa", ["2db"]],
  ["tag:env=", ["1web"]],
  ["tag:prod", ["1web"]],
  ["-status:inuse", ["2db"]],
  ["10.66 -type:trunk", ["1web"]],
  ["-web -pod", ["2db"]],
])("%j finds %j", (q, ids) => {
  expect(found(q)).toEqual(ids);
});

it("an instance that gets another name, or goes, is found by what it is called now", () => {
  instances.lay(anInstance({ name: "renamed" }), 1);
  expect([found("instance:web-1"), found("renamed")]).toEqual([[], ["1web"]]);
  instances.miss(anInstance().instanceId, 2);
  expect([found("renamed"), found(`instance:${anInstance().instanceId}`)]).toEqual([[], ["1web"]]);
});

it("calls unsettled what moves, what failed and what nobody has heard of", () => {
  const laid = ["Detaching", "CreateFailed", "Brand-New"].map((status) => {
    const networkInterfaceId = `eni-${status}`;
    lay(networkInterfaceId, { status });
    return networkInterfaceId;
  });
  lay("eni-linked", { status: "Linked" });
  expect(found("status:unsettled").map((id) => `eni-${id}`)).toEqual(laid);
  expect(found("status:detaching")).toEqual(["Detaching"]);
});
