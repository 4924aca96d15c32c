import "server-only";

import type { RequestedAction } from "#lib/domain/detach-request.ts";
import type { ReadFailure } from "#lib/inventory/read-fresh.ts";
import type { DetachBlocker } from "#lib/policy/detach-blockers.ts";
import type { DetachWarning } from "#lib/policy/detach-warnings.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** Why nothing was sent. Every kind leaves ECS untouched and has its own next step. */
export type AskFailure =
  /** `beyondReach`: it may exist, but not for this person; only the log tells the difference. */
  | { kind: "not-found"; beyondReach?: true }
  /** It may be seen, but not be changed, by this person. */
  | { kind: "not-permitted" }
  | { kind: "unreadable"; failure: Extract<ReadFailure, { kind: "ecs" }> }
  | { kind: "ticket"; problem: "missing" | "pattern" }
  | {
      kind: "blocked";
      blockers: DetachBlocker[];
      warnings: DetachWarning[];
      /** The request of ours that tells of it. */
      requestId: string | null;
      /** Whether the log has it already. */
      recorded: boolean;
    }
  | { kind: "changed"; blockers: DetachBlocker[]; warnings: DetachWarning[] }
  | { kind: "confirmation-needed"; address: string; warnings: DetachWarning[] }
  /** The person must first prove again who they are. */
  | { kind: "step-up-needed" }
  | { kind: "request-open"; id: string; state: string; askedBy: string }
  | { kind: "sending-stopped"; reason: string; by: string; at: string }
  | { kind: "too-many"; of: "person" | "vpc"; retryAfterS: number }
  | { kind: "moved-on"; id: string; state: string }
  | { kind: "key-reused" }
  /** A change could not be put on disk; nothing was to be sent for it. */
  | { kind: "not-recorded"; failure: StoreFailure }
  /** The database could not even be read. */
  | { kind: "unreadable-log"; failure: StoreFailure }
  /** A sending could not be put on disk, so it was not made; `command` does it without ENI Desk. */
  | { kind: "cannot-be-recorded"; failure: StoreFailure; command: string };

export function readFailure(failure: ReadFailure): AskFailure {
  return failure.kind === "ecs" ? { kind: "unreadable", failure } : { kind: "not-found" };
}

/** The command that does the same without ENI Desk, for the hour in which it is ENI Desk that is down. */
export function emergencyCommand(target: {
  regionId: string;
  instanceId: string;
  networkInterfaceId: string;
  action?: RequestedAction;
}): string {
  const { regionId, instanceId, networkInterfaceId, action = "detach" } = target;
  const operation = action === "detach" ? "DetachNetworkInterface" : "AttachNetworkInterface";
  return `aliyun ecs ${operation} --RegionId ${regionId} --InstanceId ${instanceId} --NetworkInterfaceId ${networkInterfaceId}`;
}

/** What turned a wish down, in words for the log; null where nothing was decided against it. */
export function turnedDownBy(failure: AskFailure): string[] | null {
  switch (failure.kind) {
    case "blocked":
      return failure.recorded ? null : failure.blockers.map(({ reason }) => reason);
    case "changed": {
      const reasons = failure.blockers.map(({ reason }) => reason);
      return reasons.length > 0 ? reasons : ["changed-since-shown"];
    }
    case "confirmation-needed":
      return ["address-not-confirmed"];
    case "step-up-needed":
      return ["step-up-needed"];
    case "request-open":
      return ["request-open"];
    case "sending-stopped":
      return ["sending-stopped"];
    case "too-many":
      return [`too-many-by-${failure.of}`];
    case "moved-on":
      return ["request-moved-on"];
    case "ticket":
      return [`ticket-${failure.problem}`];
    case "unreadable":
      return ["ecs-unreadable"];
    case "not-permitted":
      return ["out-of-scope"];
    case "not-found":
      return failure.beyondReach ? ["out-of-scope"] : null;
    case "key-reused":
    case "not-recorded":
    case "unreadable-log":
    case "cannot-be-recorded":
      return null;
  }
}
