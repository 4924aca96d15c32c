import {
  type Action,
  type Call,
  VPC_VERSION,
  vpcResource,
  type WireObject,
} from "#emulator/actions/action.ts";
import { vpcPage } from "#emulator/actions/vpc-paging.ts";
import {
  hasTagFilter,
  isWanted,
  NO_TAGS,
  ownVpcs,
  routerId,
  routeTableId,
  VPC_CREATED_AT,
  vSwitchIdsOf,
} from "#emulator/actions/wire-vpc.ts";
import type { Vpc } from "#emulator/world/network-records.ts";

/** The system route table of each VPC; custom tables are not modelled. Source: VPC API 2016-04-28, DescribeRouteTableList. */
export const describeRouteTableList: Action = {
  name: "DescribeRouteTableList",
  product: "Vpc",
  version: VPC_VERSION,
  kind: "read",
  required: ["RegionId"],
  ramResources: (call) => [vpcResource(call, "routetable", "*")],
  run: (call) => {
    const rows = ownVpcs(call).filter(
      (vpc) =>
        !hasTagFilter(call) &&
        isWanted(call, "VpcId", vpc.VpcId) &&
        isWanted(call, "RouteTableId", routeTableId(vpc.VpcId)) &&
        isWanted(call, "RouteTableName", "") &&
        isWanted(call, "RouterId", routerId(vpc.VpcId)) &&
        isWanted(call, "RouterType", "VRouter") &&
        isWanted(call, "RouteTableType", "System"),
    );
    const { items, envelope } = vpcPage(rows, call);
    return {
      RouterTableList: { RouterTableListType: items.map((vpc) => wireRouteTable(call, vpc)) },
      ...envelope,
    };
  },
};

function wireRouteTable(call: Call, vpc: Vpc): WireObject {
  return {
    RouteTableId: routeTableId(vpc.VpcId),
    RouteTableName: "",
    RouteTableType: "System",
    RouterId: routerId(vpc.VpcId),
    RouterType: "VRouter",
    VpcId: vpc.VpcId,
    VSwitchIds: { VSwitchId: vSwitchIdsOf(call, vpc.VpcId) },
    GatewayIds: { GatewayIds: [] },
    AssociateType: "VSwitch",
    RoutePropagationEnable: true,
    Status: "Available",
    Description: "",
    ResourceGroupId: "",
    OwnerId: Number(vpc.AccountId),
    Tags: NO_TAGS,
    CreationTime: VPC_CREATED_AT,
  };
}
