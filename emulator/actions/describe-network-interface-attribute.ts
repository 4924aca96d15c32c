import {
  type Action,
  type Call,
  ECS_VERSION,
  ecsResource,
  readNetworkInterface,
  type WireObject,
} from "#emulator/actions/action.ts";
import { DEFAULT_TRACKING } from "#emulator/actions/modify-network-interface-attribute.ts";
import { wireNetworkInterface } from "#emulator/actions/wire-network-interface.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";

const ATTRIBUTES = ["attachment", "connectionTrackingConfiguration"];

/** One ENI with all it has, not in a list. Source: ECS API 2014-05-26, DescribeNetworkInterfaceAttribute. */
export const describeNetworkInterfaceAttribute: Action = {
  name: "DescribeNetworkInterfaceAttribute",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "read",
  required: ["RegionId", "NetworkInterfaceId"],
  ramResources: (call) => [ecsResource(call, "eni", call.params.require("NetworkInterfaceId"))],
  run: (call) => {
    const attribute = call.params.get("Attribute");
    if (attribute && !ATTRIBUTES.includes(attribute)) throw ecsError("InvalidParameter");
    const eni = readNetworkInterface(call, call.params.require("NetworkInterfaceId"));
    if (eni?.AccountId !== call.caller.accountId || eni.RegionId !== call.params.get("RegionId")) {
      throw ecsError("InvalidEniId.NotFound");
    }
    return { ...wireNetworkInterface(eni), ...attributeOnly(call, eni) };
  },
};

function attributeOnly({ world }: Call, eni: NetworkInterface): WireObject {
  const members = eni.Attachment
    ? world
        .networkInterfacesOn(eni.Attachment.InstanceId)
        .filter((other) => other.Attachment?.TrunkNetworkInterfaceId === eni.NetworkInterfaceId)
    : [];
  return {
    Attachment: eni.Attachment
      ? {
          ...eni.Attachment,
          MemberNetworkInterfaceIds: {
            MemberNetworkInterfaceId: members.map((member) => member.NetworkInterfaceId),
          },
        }
      : {},
    // This answer has no PrivateDnsName, unlike the list.
    PrivateIpSets: {
      PrivateIpSet: eni.PrivateIpSets.map((set) => ({
        PrivateIpAddress: set.PrivateIpAddress,
        Primary: set.Primary,
        AssociatedPublicIp: set.AssociatedPublicIp ?? {},
      })),
    },
    BondInterfaceSpecification: {
      BondMode: "",
      SlaveInterfaceSpecification: { SlaveInterfaceSpecificationSet: [] },
    },
    SlaveInterfaceSpecification: { BondNetworkInterfaceId: "", SlaveNetworkInterfaceId: "", WorkState: "" },
    ConnectionTrackingConfiguration: eni.ConnectionTrackingConfiguration ?? DEFAULT_TRACKING,
    NetworkInterfaceTrafficConfig: {
      NetworkInterfaceTrafficMode: eni.NetworkInterfaceTrafficMode,
      QueueNumber: eni.QueueNumber,
      QueuePairNumber: eni.QueuePairNumber,
    },
    QoSConfig: { EnableQoS: false },
    EnhancedNetwork: { EnableSriov: false },
    TcpOptionAddressEnabled: "false",
  };
}
