import "server-only";
import { invariant } from "#lib/core/invariant.ts";
import type { RequestedAction } from "#lib/domain/detach-request.ts";

/** The one change that a session is for. */
export interface ChangeTarget {
  action: RequestedAction;
  regionId: string;
  instanceId: string;
  networkInterfaceId: string;
}

const RAM_ACTIONS: Record<RequestedAction, string> = {
  detach: "ecs:DetachNetworkInterface",
  attach: "ecs:AttachNetworkInterface",
};

/** STS 2015-04-01, AssumeRole, Policy. */
const MAX_LENGTH = 2_048;

/**
 * The policy of a session that may make this change and nothing else. What a session may do is what its role and this
 * policy both allow. Source: DetachNetworkInterface, authorization: the right is asked on the ENI and on the instance.
 */
export function sessionPolicy(accountId: string, target: ChangeTarget): string {
  const { action, regionId, instanceId, networkInterfaceId } = target;
  const resource = (kind: string, id: string) => `acs:ecs:${regionId}:${accountId}:${kind}/${id}`;
  const text = JSON.stringify({
    Version: "1",
    Statement: [
      {
        Effect: "Allow",
        Action: [RAM_ACTIONS[action]],
        Resource: [resource("eni", networkInterfaceId), resource("instance", instanceId)],
      },
    ],
  });
  invariant(!/[*?]/.test(text), "no id holds a wildcard");
  invariant(text.length <= MAX_LENGTH, "two ids fit in a session policy");
  return text;
}
