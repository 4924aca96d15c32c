import type { Statement } from "#emulator/world/account-record.ts";

export const ALLOW_ALL: Statement = { Effect: "Allow", Action: ["*"], Resource: ["*"] };

export const ALLOW_READS: Statement = {
  Effect: "Allow",
  Action: ["ecs:Describe*", "vpc:Describe*", "sts:GetCallerIdentity", "actiontrail:LookupEvents"],
  Resource: ["*"],
};

/** Attaching and detaching, where ENI and instance bear the tag. */
export const ALLOW_MOVES_IN_STAGING: Statement = {
  Effect: "Allow",
  Action: ["ecs:DetachNetworkInterface", "ecs:AttachNetworkInterface"],
  Resource: ["*"],
  Condition: { StringEquals: { "acs:ResourceTag/env": ["staging"] } },
};

/** Attaching and detaching anywhere. */
export const ALLOW_MOVES: Statement = {
  Effect: "Allow",
  Action: ["ecs:DetachNetworkInterface", "ecs:AttachNetworkInterface"],
  Resource: ["*"],
};
