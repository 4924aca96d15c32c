import {
  type Action,
  type Call,
  VPC_VERSION,
  vpcResource,
  type WireObject,
} from "#emulator/actions/action.ts";
import { type Limits, page } from "#emulator/actions/paging.ts";
import { isWanted, ownVpcs, routeTableId, VPC_CREATED_AT } from "#emulator/actions/wire-vpc.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { RouteEntry } from "#emulator/world/network-records.ts";

/** Where cloud services answer inside of every VPC. */
const SERVICE_BLOCK = "100.64.0.0/10";

const LIMITS: Limits = {
  action: "DescribeRouteEntryList",
  // Spelt without an s, here only.
  sizeParameter: "MaxResult",
  maxResultsMin: 1,
  maxResultsMax: 100,
  defaultRows: 50,
  pageSizeMax: 50,
  badPage: "InvalidParameter",
};

type Route = Pick<
  RouteEntry,
  "RouteEntryId" | "RouteEntryName" | "DestinationCidrBlock" | "NextHopType" | "NextHopId"
> & { readonly Type: "System" | "Custom" };

/** Source: VPC API 2016-04-28, DescribeRouteEntryList. It pages by NextToken and MaxResult. */
export const describeRouteEntryList: Action = {
  name: "DescribeRouteEntryList",
  product: "Vpc",
  version: VPC_VERSION,
  kind: "read",
  required: ["RegionId", "RouteTableId"],
  ramResources: (call) => [vpcResource(call, "routetable", call.params.require("RouteTableId"))],
  run: (call) => {
    const table = call.params.require("RouteTableId");
    const vpc = ownVpcs(call).find((candidate) => routeTableId(candidate.VpcId) === table);
    if (!vpc) throw ecsError("InvalidRouteTableId.NotFound");
    const rows = routesOf(call, vpc.VpcId)
      .map((item, index) => ({ item, ordinal: index + 1 }))
      .filter(({ item }) => matches(call, item));
    const { items, envelope } = page(() => rows, call, LIMITS);
    return {
      RouteEntrys: { RouteEntry: items.map((route) => wireRoute(call, route, table)) },
      NextToken: envelope.NextToken ?? "",
      TotalCount: rows.length,
    };
  },
};

function routesOf({ world }: Call, vpcId: string): Route[] {
  const local = [...world.vSwitches.values()].filter((vSwitch) => vSwitch.VpcId === vpcId);
  const system = [...local.map((vSwitch) => vSwitch.CidrBlock), SERVICE_BLOCK].map(
    (DestinationCidrBlock, index): Route => ({
      RouteEntryId: `rte-${vpcId.slice(4)}${index}`,
      RouteEntryName: "",
      DestinationCidrBlock,
      NextHopType: DestinationCidrBlock === SERVICE_BLOCK ? "service" : "local",
      NextHopId: "",
      Type: "System",
    }),
  );
  const custom = world.routeEntries
    .filter((entry) => entry.VpcId === vpcId)
    .map((entry): Route => ({ ...entry, Type: "Custom" }));
  return [...custom, ...system];
}

function matches(call: Call, route: Route): boolean {
  const blocks = call.params.list("DestCidrBlockList");
  return (
    isWanted(call, "RouteEntryType", route.Type) &&
    isWanted(call, "RouteEntryId", route.RouteEntryId) &&
    isWanted(call, "RouteEntryName", route.RouteEntryName) &&
    isWanted(call, "DestinationCidrBlock", route.DestinationCidrBlock) &&
    isWanted(call, "NextHopId", route.NextHopId) &&
    isWanted(call, "NextHopType", route.NextHopType) &&
    isWanted(call, "IpVersion", "ipv4") &&
    (blocks.length === 0 || blocks.includes(route.DestinationCidrBlock))
  );
}

function wireRoute({ params }: Call, route: Route, table: string): WireObject {
  return {
    RouteEntryId: route.RouteEntryId,
    RouteEntryName: route.RouteEntryName,
    RouteTableId: table,
    DestinationCidrBlock: route.DestinationCidrBlock,
    IpVersion: "ipv4",
    Type: route.Type,
    Status: "Available",
    Description: "",
    Origin: "",
    ServiceType: "",
    GmtModified: VPC_CREATED_AT,
    NextHops: {
      NextHop: [
        {
          NextHopType: route.NextHopType,
          NextHopId: route.NextHopId,
          NextHopRegionId: params.require("RegionId"),
          NextHopRelatedInfo: { InstanceId: "", InstanceType: "", RegionId: "" },
          Enabled: 1,
          Weight: 0,
        },
      ],
    },
  };
}
