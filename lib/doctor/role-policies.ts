import "server-only";
import type { AccountConfig } from "#lib/config/config.ts";
import { allow, policy, type RamPolicy } from "#lib/doctor/ram-policies.ts";

/** Who may assume a role. */
export interface TrustPolicy {
  Version: "1";
  Statement: {
    Effect: "Allow";
    Action: "sts:AssumeRole";
    Principal: { RAM: string[] };
    Condition?: { StringEquals: { "sts:ExternalId": string } };
  }[];
}

/** One policy of the set-up with a role for the reads and one for the changes of each account. */
export interface RolePolicy {
  of: string;
  policy: RamPolicy | TrustPolicy;
}

const ENI = "acs:ecs:*:*:eni/*";
const INSTANCE = "acs:ecs:*:*:instance/*";

/** Reads, and no change. */
export const READ_ROLE = policy(
  allow(["ecs:DescribeRegions", "ecs:DescribeInstanceTypes"], ["*"]),
  allow(["ecs:DescribeInstances"], [INSTANCE]),
  allow(["ecs:DescribeNetworkInterfaces"], [ENI]),
  allow(["vpc:DescribeVSwitches"], ["acs:vpc:*:*:vswitch/*"]),
);

/** Changes, and no read. Each session is narrowed further, to one ENI of one instance. */
export const CHANGE_ROLE = policy(
  allow(["ecs:DetachNetworkInterface", "ecs:AttachNetworkInterface"], [ENI, INSTANCE]),
);

/** The policies of ENI_DESK_ACCOUNTS. Source: authorization tables of the ECS API pages, and STS, AssumeRole. */
export function rolePolicies(
  accounts: readonly Pick<AccountConfig, "readRoleArn" | "changeRoleArn" | "externalId">[],
): RolePolicy[] {
  const changeRoles = accounts.flatMap(({ changeRoleArn }) => changeRoleArn ?? []);
  const roles = [...accounts.map(({ readRoleArn }) => readRoleArn), ...changeRoles];
  const changing = { of: "each role for changes (changeRoleArn)", policy: CHANGE_ROLE };
  const hasExternalId = accounts.some(({ externalId }) => externalId !== null);
  return [
    { of: "ENI Desk's own credentials", policy: policy(allow(["sts:AssumeRole"], roles)) },
    { of: "each role of reads (readRoleArn)", policy: READ_ROLE },
    ...(changeRoles.length > 0 ? [changing] : []),
    { of: "each of these roles, as its trust policy", policy: trustPolicy(hasExternalId) },
  ];
}

function trustPolicy(hasExternalId: boolean): TrustPolicy {
  const Condition = { StringEquals: { "sts:ExternalId": "<externalId of the account>" } };
  return {
    Version: "1",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { RAM: ["<ARN of ENI Desk's own user or role>"] },
        ...(hasExternalId ? { Condition } : {}),
      },
    ],
  };
}
