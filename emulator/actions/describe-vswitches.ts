import {
  type Action,
  type Call,
  VPC_VERSION,
  vpcResource,
  type WireObject,
} from "#emulator/actions/action.ts";
import { vpcPage } from "#emulator/actions/vpc-paging.ts";
import { hasTagFilter, isWanted, NO_TAGS, routeTableId, VPC_CREATED_AT } from "#emulator/actions/wire-vpc.ts";
import type { VSwitch } from "#emulator/world/network-records.ts";

/**
 * Source: VPC API 2016-04-28, DescribeVSwitches. There is no NextToken, and of
 * RegionId and VSwitchId one is enough.
 */
export const describeVSwitches: Action = {
  name: "DescribeVSwitches",
  product: "Vpc",
  version: VPC_VERSION,
  kind: "read",
  required: [],
  ramResources: (call) => [vpcResource(call, "vswitch", "*")],
  run: (call) => {
    const { params, world, caller } = call;
    if (params.get("VSwitchId") === undefined) params.require("RegionId");
    const ids = params.get("VSwitchId")?.split(",");
    const isDefault = params.boolean("IsDefault") ?? false;
    const rows = [...world.vSwitches.values()].filter(
      (vSwitch) =>
        !isDefault &&
        !hasTagFilter(call) &&
        vSwitch.AccountId === caller.accountId &&
        (ids === undefined || ids.includes(vSwitch.VSwitchId)) &&
        isWanted(call, "RegionId", vSwitch.RegionId) &&
        isWanted(call, "VpcId", vSwitch.VpcId) &&
        isWanted(call, "ZoneId", vSwitch.ZoneId) &&
        isWanted(call, "VSwitchName", vSwitch.VSwitchName) &&
        isWanted(call, "RouteTableId", routeTableId(vSwitch.VpcId)),
    );
    const { items, envelope } = vpcPage(rows, call);
    return { VSwitches: { VSwitch: items.map((vSwitch) => wireVSwitch(call, vSwitch)) }, ...envelope };
  },
};

function wireVSwitch({ world }: Call, vSwitch: VSwitch): WireObject {
  return {
    VSwitchId: vSwitch.VSwitchId,
    VSwitchName: vSwitch.VSwitchName,
    VpcId: vSwitch.VpcId,
    ZoneId: vSwitch.ZoneId,
    CidrBlock: vSwitch.CidrBlock,
    Ipv6CidrBlock: vSwitch.Ipv6CidrBlock,
    EnabledIpv6: vSwitch.Ipv6CidrBlock !== "",
    AvailableIpAddressCount: world.addresses.of(vSwitch).availableCount,
    Status: "Available",
    Description: "",
    IsDefault: false,
    NetworkAclId: "",
    ShareType: "",
    RouteTable: { RouteTableId: routeTableId(vSwitch.VpcId), RouteTableType: "System" },
    ResourceGroupId: "",
    OwnerId: Number(vSwitch.AccountId),
    Tags: NO_TAGS,
    CreationTime: VPC_CREATED_AT,
  };
}
