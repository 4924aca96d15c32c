import "server-only";
import type { EcsCall } from "#lib/ecs/call.ts";
import type { WriteGate } from "#lib/ecs/transport.ts";

export interface AttachNetworkInterfaceInput {
  regionId: string;
  instanceId: string;
  networkInterfaceId: string;
  /** For a member ENI: the trunk ENI to hang it on. The name is ECS's; the value is an ENI id, not an instance id. */
  trunkNetworkInstanceId?: string | undefined;
  /** Instances with several network cards: which one. ECS chooses where it is left out. */
  networkCardIndex?: number | undefined;
}

/**
 * The answer is `{RequestId}` and means accepted: the ENI goes through Attaching to InUse; one that falls back to
 * Available was not attached. There is no ClientToken. Source: ECS API 2014-05-26, AttachNetworkInterface.
 */
export function attachNetworkInterfaceCall(input: AttachNetworkInterfaceInput, gate?: WriteGate): EcsCall {
  const parameters: [string, string][] = [
    ["RegionId", input.regionId],
    ["InstanceId", input.instanceId],
    ["NetworkInterfaceId", input.networkInterfaceId],
  ];
  if (input.trunkNetworkInstanceId) parameters.push(["TrunkNetworkInstanceId", input.trunkNetworkInstanceId]);
  if (input.networkCardIndex !== undefined)
    parameters.push(["NetworkCardIndex", String(input.networkCardIndex)]);
  return { action: "AttachNetworkInterface", regionId: input.regionId, parameters, isChange: true, gate };
}
