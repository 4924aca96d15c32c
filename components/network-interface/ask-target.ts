import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

/** What is to be detached from what, as far as the page that offers it knows; the pre-flight knows better. */
export interface DetachTarget {
  accountId: string;
  accountName: string;
  regionId: string;
  instanceId: string;
  instanceName: string | null;
  networkInterfaceId: string;
  primaryPrivateIp: string | null;
  /** A new request, or a further attempt of one that is open; `attempt` is the last one that was on the screen. */
  send: { kind: "ask"; again: boolean } | { kind: "send-again"; requestId: string; attempt: number };
}

/** Null for an ENI that is on no instance: there is nothing to detach it from. */
export function detachTargetOf(row: NetworkInterfaceRow): DetachTarget | null {
  if (row.instanceId === null) return null;
  const { accountId, accountName, regionId, instanceId, instanceName, networkInterfaceId, primaryPrivateIp } =
    row;
  return {
    accountId,
    accountName,
    regionId,
    instanceId,
    instanceName,
    networkInterfaceId,
    primaryPrivateIp,
    send: { kind: "ask", again: row.detach.again },
  };
}

/** The same detach for aliyun-cli. Ids and regions of the contract hold nothing that a shell would read as its own. */
export function aliyunCommand({
  regionId,
  instanceId,
  networkInterfaceId,
}: Pick<DetachTarget, "regionId" | "instanceId" | "networkInterfaceId">): string {
  return `aliyun ecs DetachNetworkInterface --RegionId ${regionId} --InstanceId ${instanceId} --NetworkInterfaceId ${networkInterfaceId}`;
}
