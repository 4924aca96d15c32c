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
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { Vpc } from "#emulator/world/network-records.ts";

/** VpcId takes this many, joined by commas. */
const MAX_IDS = 20;

/** Source: VPC API 2016-04-28, DescribeVpcs. */
export const describeVpcs: Action = {
  name: "DescribeVpcs",
  product: "Vpc",
  version: VPC_VERSION,
  kind: "read",
  required: ["RegionId"],
  ramResources: (call) => [vpcResource(call, "vpc", "*")],
  run: (call) => {
    const ids = call.params.get("VpcId")?.split(",");
    if (ids && ids.length > MAX_IDS) throw ecsError("InvalidVpcIdNumber.NotSupported");
    const isDefault = call.params.boolean("IsDefault") ?? false;
    const rows = ownVpcs(call).filter(
      (vpc) =>
        !isDefault &&
        !hasTagFilter(call) &&
        (ids === undefined || ids.includes(vpc.VpcId)) &&
        isWanted(call, "VpcName", vpc.VpcName),
    );
    const { items, envelope } = vpcPage(rows, call);
    return { Vpcs: { Vpc: items.map((vpc) => wireVpc(call, vpc)) }, ...envelope };
  },
};

function wireVpc(call: Call, vpc: Vpc): WireObject {
  return {
    VpcId: vpc.VpcId,
    VpcName: vpc.VpcName,
    RegionId: vpc.RegionId,
    CidrBlock: vpc.CidrBlock,
    SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
    UserCidrs: { UserCidr: [] },
    Ipv6CidrBlock: "",
    Ipv6CidrBlocks: { Ipv6CidrBlock: [] },
    EnabledIpv6: true,
    Description: "",
    Status: "Available",
    IsDefault: false,
    CenStatus: "Detached",
    DhcpOptionsSetId: "",
    DhcpOptionsSetStatus: "",
    DnsHostnameStatus: "DISABLED",
    VRouterId: routerId(vpc.VpcId),
    RouterTableIds: { RouterTableIds: [routeTableId(vpc.VpcId)] },
    NatGatewayIds: { NatGatewayIds: [] },
    VSwitchIds: { VSwitchId: vSwitchIdsOf(call, vpc.VpcId) },
    ResourceGroupId: "",
    OwnerId: Number(vpc.AccountId),
    Tags: NO_TAGS,
    CreationTime: VPC_CREATED_AT,
  };
}
