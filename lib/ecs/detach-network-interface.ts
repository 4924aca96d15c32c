import "server-only";
import type { EcsCall } from "#lib/ecs/call.ts";
import type { WriteGate } from "#lib/ecs/transport.ts";

export interface DetachNetworkInterfaceInput {
  regionId: string;
  instanceId: string;
  networkInterfaceId: string;
  /** For a member ENI: the trunk ENI it hangs on. The name is ECS's; the value is an ENI id, not an instance id. */
  trunkNetworkInstanceId?: string | undefined;
}

/**
 * The answer is `{RequestId}` and means accepted: the ENI goes through Detaching to Available. There is no
 * ClientToken. Source: ECS API 2014-05-26, DetachNetworkInterface.
 */
export function detachNetworkInterfaceCall(input: DetachNetworkInterfaceInput, gate?: WriteGate): EcsCall {
  const parameters: [string, string][] = [
    ["RegionId", input.regionId],
    ["InstanceId", input.instanceId],
    ["NetworkInterfaceId", input.networkInterfaceId],
  ];
  if (input.trunkNetworkInstanceId) parameters.push(["TrunkNetworkInstanceId", input.trunkNetworkInstanceId]);
  return { action: "DetachNetworkInterface", regionId: input.regionId, parameters, isChange: true, gate };
}
