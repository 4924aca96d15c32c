import {
  type Action,
  type Call,
  VPC_VERSION,
  vpcResource,
  type WireObject,
} from "#emulator/actions/action.ts";
import { vpcPage } from "#emulator/actions/vpc-paging.ts";
import { hasTagFilter, isWanted, NO_TAGS, VPC_CREATED_AT } from "#emulator/actions/wire-vpc.ts";

type Eip = {
  readonly AllocationId: string;
  readonly IpAddress: string;
  readonly Name: string;
  readonly InstanceId: string;
  readonly InstanceType: string;
  readonly PrivateIpAddress: string;
  readonly VpcId: string;
};

/** What is said of an address that is bound to nothing. */
const UNBOUND = { InstanceId: "", InstanceType: "", PrivateIpAddress: "", VpcId: "" };

/** Source: VPC API 2016-04-28, DescribeEipAddresses. An address is bound to an ENI, to an instance, or to nothing. */
export const describeEipAddresses: Action = {
  name: "DescribeEipAddresses",
  product: "Vpc",
  version: VPC_VERSION,
  kind: "read",
  required: ["RegionId"],
  ramResources: (call) => [vpcResource(call, "eip", "*")],
  run: (call) => {
    const rows = eipsOf(call).filter((eip) => matches(call, eip));
    const { items, envelope } = vpcPage(rows, call);
    return { EipAddresses: { EipAddress: items.map((eip) => wireEip(call, eip)) }, ...envelope };
  },
};

function eipsOf({ world, caller, params }: Call): Eip[] {
  const regionId = params.require("RegionId");
  const eips: Eip[] = [];
  for (const id of world.networkInterfaces.idsIn(caller.accountId, regionId)) {
    const eni = world.networkInterfaces.get(id);
    for (const { AssociatedPublicIp, PrivateIpAddress } of eni?.PrivateIpSets ?? []) {
      if (!eni || !AssociatedPublicIp) continue;
      const { AllocationId, PublicIpAddress } = AssociatedPublicIp;
      const bound = { InstanceId: id, InstanceType: "NetworkInterface", PrivateIpAddress, VpcId: eni.VpcId };
      eips.push({ AllocationId, IpAddress: PublicIpAddress, Name: "", ...bound });
    }
  }
  for (const id of world.instances.idsIn(caller.accountId, regionId)) {
    const instance = world.instances.get(id);
    if (!instance?.EipAddress) continue;
    const { AllocationId, IpAddress } = instance.EipAddress;
    const bound = {
      InstanceId: id,
      InstanceType: "EcsInstance",
      PrivateIpAddress: "",
      VpcId: instance.VpcId,
    };
    if (eips.every((eip) => eip.AllocationId !== AllocationId))
      eips.push({ AllocationId, IpAddress, Name: "", ...bound });
  }
  for (const { AccountId, RegionId, AllocationId, IpAddress, Name } of world.eips) {
    if (AccountId === caller.accountId && RegionId === regionId)
      eips.push({ AllocationId, IpAddress, Name, ...UNBOUND });
  }
  return eips;
}

function statusOf(eip: Eip): "InUse" | "Available" {
  return eip.InstanceId === "" ? "Available" : "InUse";
}

/** AllocationId and EipAddress take several, joined by commas. */
function matches(call: Call, eip: Eip): boolean {
  const ids = call.params.get("AllocationId")?.split(",");
  const addresses = call.params.get("EipAddress")?.split(",");
  return (
    !hasTagFilter(call) &&
    (ids === undefined || ids.includes(eip.AllocationId)) &&
    (addresses === undefined || addresses.includes(eip.IpAddress)) &&
    isWanted(call, "AssociatedInstanceId", eip.InstanceId) &&
    isWanted(call, "AssociatedInstanceType", eip.InstanceType) &&
    isWanted(call, "EipName", eip.Name) &&
    isWanted(call, "Status", statusOf(eip))
  );
}

function wireEip({ params }: Call, eip: Eip): WireObject {
  const RegionId = params.require("RegionId");
  return {
    ...eip,
    RegionId,
    InstanceRegionId: eip.InstanceId === "" ? "" : RegionId,
    Status: statusOf(eip),
    // Text here, a number inside of an instance.
    Bandwidth: "5",
    EipBandwidth: "5",
    InternetChargeType: "PayByTraffic",
    ChargeType: "PostPaid",
    BusinessStatus: "Normal",
    ISP: "BGP",
    Netmode: "public",
    DeletionProtection: false,
    Description: "",
    ResourceGroupId: "",
    OperationLocks: { LockReason: [] },
    SecurityProtectionTypes: { SecurityProtectionType: [] },
    // A number here, true or false in ECS.
    ServiceManaged: 0,
    HasReservationData: "false",
    SecondLimited: false,
    AllocationTime: VPC_CREATED_AT,
    ExpiredTime: "",
    Tags: NO_TAGS,
  };
}
