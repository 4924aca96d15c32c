import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { ownersOf } from "#lib/policy/owner.ts";

/** DetachNetworkInterface, description: "The ENI must be in the Detaching or InUse state." */
export const DETACHABLE_INTERFACE_STATUSES: readonly string[] = ["InUse", "Detaching"];
/** DetachNetworkInterface, description: "The instance must be in the Running or Stopped state." */
export const DETACHABLE_INSTANCE_STATUSES: readonly string[] = ["Running", "Stopped"];
/** Types a detach is known for. Secondary is documented; Terraform and Terway detach Trunk and Member too. */
const DETACHABLE_TYPES: readonly string[] = ["Secondary", "Trunk", "Member"];

export const INTERFACE_BLOCKER_REASONS = [
  "primary-interface",
  "interface-type",
  "service-managed",
  "terway-managed",
  "interface-linked",
  "interface-state",
  "not-attached",
  "not-on-this-instance",
  "instance-unknown",
  "instance-state",
  "rdma-hot-plug",
  "trunk-has-members",
  "member-without-trunk",
] as const;
export const CIRCUMSTANCE_BLOCKER_REASONS = [
  "not-permitted",
  "observe-only",
  "read-only-account",
  "sending-stopped",
  "request-open",
] as const;
/** What keeps ENI Desk from acting in the person's name, though nothing else is in the way. Known at the pre-flight only. */
export const SESSION_BLOCKER_REASONS = ["change-role-refused", "change-role-unreachable"] as const;
/** What only an attach can meet. */
export const ATTACH_BLOCKER_REASONS = [
  "interface-not-available",
  "instance-state-attach",
  "another-vpc",
  "another-zone",
  "nothing-to-undo",
] as const;

export type BlockerReason =
  | (typeof INTERFACE_BLOCKER_REASONS)[number]
  | (typeof CIRCUMSTANCE_BLOCKER_REASONS)[number]
  | (typeof SESSION_BLOCKER_REASONS)[number]
  | (typeof ATTACH_BLOCKER_REASONS)[number];

/** Why a detach is refused. `ecsCode` is what ECS itself would answer, null where ECS would not know. */
export interface DetachBlocker {
  reason: BlockerReason;
  ecsCode: string | null;
  /** Values for the sentence that a person reads. */
  facts: Record<string, string>;
}

/** The ENI, the instance it is asked to leave, and the member ENIs that hang on it. */
export interface DetachSubject {
  networkInterface: NetworkInterface;
  /** Null when ECS does not show it. */
  instance: Instance | null;
  /** The instance the person named; null where none is named yet, as in a list. */
  askedInstanceId: string | null;
  memberIds: readonly string[];
}

export function blocker(
  reason: BlockerReason,
  ecsCode: string | null,
  facts: Record<string, string> = {},
): DetachBlocker {
  return { reason, ecsCode, facts };
}

function kindBlockers({ networkInterface: eni, memberIds }: DetachSubject): DetachBlocker[] {
  const found: DetachBlocker[] = [];
  if (eni.type === "Primary")
    found.push(blocker("primary-interface", "InvalidOperation.DetachPrimaryEniNotAllowed"));
  else if (!DETACHABLE_TYPES.includes(eni.type)) {
    found.push(blocker("interface-type", "InvalidOperation.InvalidEniType", { type: eni.type }));
  }
  for (const owner of ownersOf(eni)) {
    if (owner.kind === "service") {
      found.push(
        blocker("service-managed", "InvalidOperation.EniServiceManaged", { evidence: owner.evidence }),
      );
    }
    if (owner.kind === "terway") found.push(blocker("terway-managed", null, { evidence: owner.evidence }));
  }
  if (eni.type === "Trunk" && memberIds.length > 0) {
    const facts = { members: memberIds.join(", "), count: String(memberIds.length) };
    found.push(blocker("trunk-has-members", "InvalidOperation.HasMemberEniAttached", facts));
  }
  if (eni.type === "Member" && eni.trunkNetworkInterfaceId === null)
    found.push(blocker("member-without-trunk", null));
  return found;
}

function interfaceStateBlockers({ networkInterface: eni, askedInstanceId }: DetachSubject): DetachBlocker[] {
  if (eni.status === "Linked") return [blocker("interface-linked", "InvalidOperation.EniLinked")];
  const found: DetachBlocker[] = [];
  if (!DETACHABLE_INTERFACE_STATUSES.includes(eni.status)) {
    found.push(blocker("interface-state", "InvalidOperation.InvalidEniState", { status: eni.status }));
  } else if (eni.instanceId === null) {
    found.push(blocker("not-attached", "InvalidOperation.InvalidEniState"));
  }
  if (askedInstanceId !== null && eni.instanceId !== null && askedInstanceId !== eni.instanceId) {
    const facts = { asked: askedInstanceId, actual: eni.instanceId };
    found.push(blocker("not-on-this-instance", "InvalidParameter.EniNotBelongEcs", facts));
  }
  return found;
}

function instanceBlockers({ networkInterface: eni, instance }: DetachSubject): DetachBlocker[] {
  if (eni.instanceId === null) return [];
  if (instance === null)
    return [blocker("instance-unknown", "InvalidEcsId.NotFound", { instanceId: eni.instanceId })];
  const found: DetachBlocker[] = [];
  if (!DETACHABLE_INSTANCE_STATUSES.includes(instance.status)) {
    found.push(blocker("instance-state", "InvalidOperation.InvalidEcsState", { status: instance.status }));
  }
  if (eni.trafficMode === "HighPerformance" && instance.status !== "Stopped") {
    found.push(
      blocker("rdma-hot-plug", "InvalidOperation.EniHotPlugNotSupported", { status: instance.status }),
    );
  }
  return found;
}

/**
 * Every rule that forbids detaching this ENI, strongest first; empty means ECS may be asked.
 * Pure: what it needs is in `subject`. A status or type it does not know is refused.
 * Source: DetachNetworkInterface, description and error codes.
 */
export function detachBlockers(subject: DetachSubject): DetachBlocker[] {
  return [...kindBlockers(subject), ...interfaceStateBlockers(subject), ...instanceBlockers(subject)];
}

/** What the person, the installation and other requests say about asking now. */
export interface DetachCircumstances {
  mayAsk: boolean;
  observeOnly: boolean;
  /** No role is named through which the account may be changed. */
  readOnlyAccount: boolean;
  /** Why an administrator has stopped all sending; null while sending is allowed. */
  sendingStopped: { reason: string; by: string } | null;
  openRequest: { id: string; askedBy: string } | null;
}

/** Every rule outside the ENI itself that forbids asking for a detach. */
export function circumstanceBlockers({
  mayAsk,
  observeOnly,
  readOnlyAccount,
  sendingStopped,
  openRequest,
}: DetachCircumstances): DetachBlocker[] {
  const found: DetachBlocker[] = [];
  if (observeOnly) found.push(blocker("observe-only", null));
  if (readOnlyAccount) found.push(blocker("read-only-account", null));
  if (sendingStopped) found.push(blocker("sending-stopped", null, sendingStopped));
  if (!mayAsk) found.push(blocker("not-permitted", null));
  if (openRequest)
    found.push(blocker("request-open", null, { request: openRequest.id, askedBy: openRequest.askedBy }));
  return found;
}
