import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { blocker, type DetachBlocker } from "#lib/policy/detach-blockers.ts";
import { ownersOf } from "#lib/policy/owner.ts";

/** AttachNetworkInterface, description: "The instance must be in the Running or Stopped state." */
const ATTACHABLE_INSTANCE_STATUSES: readonly string[] = ["Running", "Stopped"];

/** The ENI that was detached, and the instance it was on then. */
export interface AttachSubject {
  networkInterface: NetworkInterface;
  /** Null when ECS does not show it. */
  instance: Instance | null;
  instanceId: string;
}

/**
 * Every rule that forbids attaching this ENI to the instance it came from, strongest first; empty means ECS may be
 * asked. ECS also counts the ENIs that the instance's type allows; that is left to it.
 * Source: AttachNetworkInterface, description and error codes.
 */
export function attachBlockers({
  networkInterface: eni,
  instance,
  instanceId,
}: AttachSubject): DetachBlocker[] {
  const found: DetachBlocker[] = [];
  for (const { kind, evidence } of ownersOf(eni)) {
    if (kind === "service")
      found.push(blocker("service-managed", "InvalidOperation.EniServiceManaged", { evidence }));
    if (kind === "terway") found.push(blocker("terway-managed", null, { evidence }));
  }
  if (eni.status !== "Available") {
    found.push(
      blocker("interface-not-available", "InvalidOperation.InvalidEniState", { status: eni.status }),
    );
  }
  if (instance === null)
    return [...found, blocker("instance-unknown", "InvalidEcsId.NotFound", { instanceId })];
  if (!ATTACHABLE_INSTANCE_STATUSES.includes(instance.status)) {
    found.push(
      blocker("instance-state-attach", "InvalidOperation.InvalidEcsState", { status: instance.status }),
    );
  }
  if (instance.vpcId !== eni.vpcId) {
    found.push(
      blocker("another-vpc", "InvalidOperation.VpcMismatch", {
        eni: eni.vpcId,
        instance: instance.vpcId ?? "-",
      }),
    );
  } else if (instance.zoneId !== eni.zoneId) {
    found.push(
      blocker("another-zone", "InvalidOperation.AvailabilityZoneMismatch", {
        eni: eni.zoneId,
        instance: instance.zoneId,
      }),
    );
  }
  if (eni.trafficMode === "HighPerformance" && instance.status !== "Stopped") {
    found.push(
      blocker("rdma-hot-plug", "InvalidOperation.EniHotPlugNotSupported", { status: instance.status }),
    );
  }
  return found;
}
