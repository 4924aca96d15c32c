import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";
import type { RequestDetail } from "#lib/contract/requests.ts";
import type { RequestedAction } from "#lib/domain/detach-request.ts";

/** A new detach; a further attempt of an open request (`attempt`: the last one that was on the screen); or the way back. */
type Sending =
  | { kind: "ask"; again: boolean }
  | { kind: "send-again"; requestId: string; attempt: number }
  | { kind: "attach-back"; requestId: string; ticket: string | null };

/** What is to be done with which ENI of which instance, as far as the page that offers it knows; the pre-flight knows better. */
export interface AskTarget {
  action: RequestedAction;
  accountId: string;
  accountName: string;
  regionId: string;
  instanceId: string;
  instanceName: string | null;
  networkInterfaceId: string;
  primaryPrivateIp: string | null;
  /** Where the ENI sat when its detach was asked for; null where nothing is attached. */
  seat: RequestDetail["seat"] | null;
  send: Sending;
}

/** Null for an ENI that is on no instance: there is nothing to detach it from. */
export function detachTargetOf(row: NetworkInterfaceRow): AskTarget | null {
  if (row.instanceId === null) return null;
  const { accountId, accountName, regionId, instanceId, instanceName, networkInterfaceId, primaryPrivateIp } =
    row;
  return {
    action: "detach",
    accountId,
    accountName,
    regionId,
    instanceId,
    instanceName,
    networkInterfaceId,
    primaryPrivateIp,
    seat: null,
    send: { kind: "ask", again: row.detach.again },
  };
}

function targetOf(request: RequestDetail, action: RequestedAction, send: Sending): AskTarget {
  const { accountId, accountName, regionId, instanceId, instanceName, networkInterfaceId, primaryPrivateIp } =
    request;
  return {
    action,
    accountId,
    accountName,
    regionId,
    instanceId,
    instanceName,
    networkInterfaceId,
    primaryPrivateIp,
    seat: action === "attach" ? request.seat : null,
    send,
  };
}

/** A further attempt of an open request, whichever of the two it asks for. */
export function againTargetOf(request: RequestDetail): AskTarget {
  const attempt = request.attempts.at(-1)?.number ?? 0;
  return targetOf(request, request.action, { kind: "send-again", requestId: request.id, attempt });
}

/** The way back from an ended detach. */
export function attachBackTargetOf(request: RequestDetail): AskTarget {
  const { id: requestId, ticket } = request;
  return targetOf(request, "attach", { kind: "attach-back", requestId, ticket });
}

const OPERATIONS: Record<RequestedAction, string> = {
  detach: "DetachNetworkInterface",
  attach: "AttachNetworkInterface",
};

/** The same call for aliyun-cli. Ids and regions of the contract hold nothing that a shell would read as its own. */
export function aliyunCommand({
  action,
  regionId,
  instanceId,
  networkInterfaceId,
}: Pick<AskTarget, "action" | "regionId" | "instanceId" | "networkInterfaceId">): string {
  return `aliyun ecs ${OPERATIONS[action]} --RegionId ${regionId} --InstanceId ${instanceId} --NetworkInterfaceId ${networkInterfaceId}`;
}
