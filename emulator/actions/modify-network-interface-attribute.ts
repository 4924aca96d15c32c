import { type Action, type Call, ECS_VERSION, ecsResource } from "#emulator/actions/action.ts";
import { MAX_QUEUES } from "#emulator/actions/create-network-interface.ts";
import { findNetworkInterface } from "#emulator/actions/find-network-interface.ts";
import { checkSecurityGroups } from "#emulator/actions/requested-security-groups.ts";
import { requestedTexts } from "#emulator/actions/requested-texts.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";

/** Seconds, as documented. */
const TCP_ESTABLISHED_S = [30, 60, 80, 100, 200, 300, 500, 700, 910];
const UDP_S = [10, 20, 30, 60, 80, 100];
/** What an ENI has before anybody sets it, in seconds. Ours. */
export const DEFAULT_TRACKING = {
  TcpEstablishedTimeout: 910,
  TcpClosedAndTimeWaitTimeout: 3,
  UdpTimeout: 30,
};

/** Changes at once what was given and leaves the rest. Source: ECS API 2014-05-26, ModifyNetworkInterfaceAttribute. */
export const modifyNetworkInterfaceAttribute: Action = {
  name: "ModifyNetworkInterfaceAttribute",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "write",
  required: ["RegionId", "NetworkInterfaceId"],
  ramResources: (call) => [
    ecsResource(call, "eni", call.params.require("NetworkInterfaceId")),
    ...call.params.list("SecurityGroupId").map((id) => ecsResource(call, "securitygroup", id)),
  ],
  run: (call) => {
    const eni = findNetworkInterface(call);
    if (eni.ServiceManaged) throw ecsError("InvalidOperation.EniServiceManaged");
    const more = {
      ...requestedGroups(call, eni),
      ...requestedFlags(call),
      ...requestedTraffic(call, eni),
      ...requestedTracking(call, eni),
    };
    if (eni.Type === "Primary" && Object.keys(more).length > 0) {
      throw ecsError("InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc");
    }
    call.world.networkInterfaces.update(eni.NetworkInterfaceId, { ...requestedTexts(call), ...more });
    return {};
  },
};

/** SecurityGroupId.N replaces the whole set. */
function requestedGroups(call: Call, eni: NetworkInterface): Partial<NetworkInterface> {
  const ids = call.params.list("SecurityGroupId");
  if (ids.length === 0) return {};
  checkSecurityGroups(call, ids, eni.VpcId);
  return { SecurityGroupIds: ids };
}

function requestedFlags({ params }: Call): Partial<NetworkInterface> {
  const DeleteOnRelease = params.boolean("DeleteOnRelease");
  const SourceDestCheck = params.boolean("SourceDestCheck");
  return {
    ...(DeleteOnRelease === undefined ? {} : { DeleteOnRelease }),
    ...(SourceDestCheck === undefined ? {} : { SourceDestCheck }),
  };
}

/** Queues change only while the ENI is Available or its instance is Stopped. */
function requestedTraffic(call: Call, eni: NetworkInterface): Partial<NetworkInterface> {
  const { params, world } = call;
  const QueueNumber =
    params.integer("NetworkInterfaceTrafficConfig.QueueNumber") ?? params.integer("QueueNumber");
  const mode = params.get("NetworkInterfaceTrafficConfig.NetworkInterfaceTrafficMode");
  if (QueueNumber === undefined && mode === undefined) return {};
  if (eni.Type === "Primary") throw ecsError("InvalidOperation.PrimaryEniOnlySupportModifyNameAndDesc");
  if (QueueNumber !== undefined && (QueueNumber < 1 || QueueNumber > MAX_QUEUES)) {
    throw ecsError("InvalidParameter.InvalidEniQueueNumber");
  }
  if (mode !== undefined && mode !== "Standard" && mode !== "HighPerformance") {
    throw ecsError("InvalidParameter.EniTrafficMode", { httpStatus: 400 });
  }
  if (mode === "Standard" && eni.NetworkInterfaceTrafficMode === "HighPerformance") {
    throw ecsError("InvalidTrafficMode.ModifyToStandardNotSupported");
  }
  const isAtRest =
    eni.Status === "Available" ||
    (eni.Status === "InUse" && world.instances.get(eni.InstanceId)?.Status === "Stopped");
  if (!isAtRest) throw ecsError("InvalidOperation.InvalidEniState", { httpStatus: 403 });
  return {
    ...(QueueNumber === undefined ? {} : { QueueNumber }),
    ...(mode === undefined ? {} : { NetworkInterfaceTrafficMode: mode }),
  };
}

function requestedTracking({ params }: Call, eni: NetworkInterface): Partial<NetworkInterface> {
  const read = (name: string) => params.integer(`ConnectionTrackingConfiguration.${name}`);
  const established = read("TcpEstablishedTimeout");
  const closed = read("TcpClosedAndTimeWaitTimeout");
  const udp = read("UdpTimeout");
  if (established === undefined && closed === undefined && udp === undefined) return {};
  const isRight =
    (established === undefined || TCP_ESTABLISHED_S.includes(established)) &&
    (closed === undefined || (closed >= 3 && closed <= 15)) &&
    (udp === undefined || UDP_S.includes(udp));
  if (!isRight) throw ecsError("InvalidParameter.EniConnectionTrackingConfiguration");
  const before = eni.ConnectionTrackingConfiguration ?? DEFAULT_TRACKING;
  return {
    ConnectionTrackingConfiguration: {
      TcpEstablishedTimeout: established ?? before.TcpEstablishedTimeout,
      TcpClosedAndTimeWaitTimeout: closed ?? before.TcpClosedAndTimeWaitTimeout,
      UdpTimeout: udp ?? before.UdpTimeout,
    },
  };
}
