import { type Action, type Call, ECS_VERSION, ecsResource, vpcResource } from "#emulator/actions/action.ts";
import { oncePerClientToken } from "#emulator/actions/client-token.ts";
import {
  type AddressCodes,
  MAX_LISTED,
  requestedIpv4Prefixes,
  requestedIpv6,
  requestedPrivateIps,
  takeNamed,
} from "#emulator/actions/requested-addresses.ts";
import { requestedSecurityGroups } from "#emulator/actions/requested-security-groups.ts";
import { requestedTags, requestedTexts } from "#emulator/actions/requested-texts.ts";
import { wireCreatedNetworkInterface } from "#emulator/actions/wire-network-interface.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import type { VSwitch } from "#emulator/world/network-records.ts";

const CODES: AddressCodes = {
  malformed: "InvalidIp.Address",
  taken: "InvalidIp.IpRepeated",
  badCount: "InvalidParameter",
  maxListed: MAX_LISTED,
};
/** Queues of an ENI when nothing is said, and at most. Ours. */
const DEFAULT_QUEUES = 2;
export const MAX_QUEUES = 64;
const ID_TAIL_LENGTH = 17;

/** Answers the new ENI at once; it is Creating, then Available. Source: ECS API 2014-05-26, CreateNetworkInterface. */
export const createNetworkInterface: Action = {
  name: "CreateNetworkInterface",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "write",
  required: ["RegionId", "VSwitchId"],
  ramResources: (call) => [
    ecsResource(call, "eni", "*"),
    ...[...call.params.list("SecurityGroupIds"), call.params.get("SecurityGroupId")]
      .filter((id) => id !== undefined)
      .map((id) => ecsResource(call, "securitygroup", id)),
    vpcResource(call, "vswitch", call.params.require("VSwitchId")),
  ],
  run: (call) =>
    oncePerClientToken(call, "CreateNetworkInterface", () => {
      const eni = newNetworkInterface(call, findVSwitch(call));
      const { networkInterfaces } = call.world;
      networkInterfaces.insert(eni);
      if (!call.isStuck) {
        call.world.transition(eni.NetworkInterfaceId, call.settings.createMs, () =>
          networkInterfaces.update(eni.NetworkInterfaceId, { Status: "Available" }),
        );
      }
      return wireCreatedNetworkInterface(eni);
    }),
};

function findVSwitch({ params, world, caller }: Call): VSwitch {
  const vSwitch = world.vSwitches.get(params.require("VSwitchId"));
  if (vSwitch?.AccountId !== caller.accountId || vSwitch.RegionId !== params.get("RegionId")) {
    throw ecsError("InvalidVSwitchId.NotFound");
  }
  return vSwitch;
}

function newNetworkInterface(call: Call, vSwitch: VSwitch): NetworkInterface {
  const { params, world, random } = call;
  // Ids of one region begin alike: `vsw-bp1…` and `eni-bp1…`.
  const idStart = vSwitch.VSwitchId.slice(4, 7);
  const SecurityGroupIds = requestedSecurityGroups(call, vSwitch.VpcId);
  const kinds = requestedKinds(call);
  const texts = requestedTexts(call);
  const Tags = requestedTags(call);
  const addressed = requestedEveryAddress(call, vSwitch);
  return {
    AccountId: vSwitch.AccountId,
    RegionId: vSwitch.RegionId,
    NetworkInterfaceId: `eni-${idStart}${random.text(ID_TAIL_LENGTH)}`,
    NetworkInterfaceName: "",
    Description: "",
    ...texts,
    MacAddress: world.addresses.nextMacAddress(),
    Status: "Creating",
    InstanceId: "",
    Attachment: null,
    VpcId: vSwitch.VpcId,
    VSwitchId: vSwitch.VSwitchId,
    ZoneId: vSwitch.ZoneId,
    ResourceGroupId: params.get("ResourceGroupId") ?? "",
    ...addressed,
    Ipv6PrefixSets: [],
    SecurityGroupIds,
    Tags,
    ServiceManaged: false,
    ServiceID: null,
    DeleteOnRelease: params.boolean("DeleteOnRelease") ?? false,
    ...kinds,
    QueuePairNumber: 0,
    SourceDestCheck: params.boolean("SourceDestCheck") ?? false,
    CreationTime: `${new Date(world.clock.now()).toISOString().slice(0, 19)}Z`,
  };
}

/** What ECS calls InstanceType here is the type of the ENI. */
function requestedKinds({ params }: Call) {
  const Type = params.get("InstanceType") ?? "Secondary";
  if (Type !== "Secondary" && Type !== "Trunk") throw ecsError("InvalidOperation.InvalidEniType");
  const NetworkInterfaceTrafficMode = params.get("NetworkInterfaceTrafficMode") ?? "Standard";
  if (NetworkInterfaceTrafficMode !== "Standard" && NetworkInterfaceTrafficMode !== "HighPerformance") {
    throw ecsError("InvalidParameter.EniTrafficMode");
  }
  const QueueNumber = params.integer("QueueNumber") ?? DEFAULT_QUEUES;
  if (QueueNumber < 1 || QueueNumber > MAX_QUEUES) throw ecsError("InvalidParameter.InvalidEniQueueNumber");
  return { Type, NetworkInterfaceTrafficMode, QueueNumber };
}

function requestedEveryAddress(call: Call, vSwitch: VSwitch) {
  const addresses = call.world.addresses.of(vSwitch);
  const named = call.params.get("PrimaryIpAddress");
  if (named !== undefined) takeNamed(addresses, named, CODES);
  const Ipv4PrefixSets = requestedIpv4Prefixes(call, addresses);
  // Named secondary addresses come before the free primary one, which must not be one of them.
  const secondary = requestedPrivateIps(call, addresses, CODES);
  const primary = named ?? addresses.takeNext();
  if (primary === undefined) throw ecsError("InvalidVSwitchId.IpNotEnough");
  const ipv6 = requestedIpv6(call, addresses, vSwitch.Ipv6CidrBlock !== "");
  return {
    PrivateIpSets: [primary, ...secondary].map((address, index) => privateIpSet(address, index === 0)),
    Ipv4PrefixSets,
    Ipv6Sets: ipv6.map((address) => ({ Ipv6Address: address, Primary: false })),
  };
}

/** A private address as an ENI keeps it, without a public one. */
export function privateIpSet(address: string, isPrimary: boolean): NetworkInterface["PrivateIpSets"][number] {
  return { PrivateIpAddress: address, Primary: isPrimary, PrivateDnsName: "", AssociatedPublicIp: null };
}
