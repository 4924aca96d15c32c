import { z } from "zod";
import { type Action, type Call, STS_VERSION } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import { type Account, type Statement, statementSchema } from "#emulator/world/account-record.ts";

const MIN_DURATION_S = 900;
const DEFAULT_DURATION_S = 3_600;
const MAX_POLICY_LENGTH = 2_048;

const policySchema = z.strictObject({ Version: z.literal("1"), Statement: z.array(statementSchema) });

/** Issues a temporary AccessKey that works until it expires. Source: STS API 2015-04-01, AssumeRole. */
export const assumeRole: Action = {
  name: "AssumeRole",
  product: "Sts",
  version: STS_VERSION,
  // It changes nothing that the journal's `applied` is about.
  kind: "read",
  required: ["RoleArn", "RoleSessionName"],
  ramResources: ({ params }) => [params.require("RoleArn")],
  run: (call) => {
    const { account, role } = findRole(call);
    const sessionName = call.params.require("RoleSessionName");
    if (!/^[A-Za-z0-9.@_-]{2,64}$/.test(sessionName)) throw ecsError("InvalidParameter.RoleSessionName");
    const durationS = call.params.integer("DurationSeconds") ?? DEFAULT_DURATION_S;
    if (durationS < MIN_DURATION_S || durationS > role.MaxSessionDuration) {
      throw ecsError("InvalidParameter.DurationSeconds");
    }
    const session = {
      accessKeyId: `STS.${call.random.text(24)}`,
      accessKeySecret: call.random.text(44),
      securityToken: Buffer.from(call.random.text(96)).toString("base64"),
      expiresAtMs: call.world.clock.now() + durationS * 1_000,
      accountId: account.AccountId,
      roleId: role.RoleId,
      roleName: role.RoleName,
      sessionName,
      policy: role.Policy,
      sessionPolicy: parsePolicy(call.params.get("Policy")),
    };
    call.world.sessions.add(session);
    return {
      AssumedRoleUser: {
        Arn: `acs:ram::${account.AccountId}:assumed-role/${role.RoleName}/${sessionName}`,
        AssumedRoleId: `${role.RoleId}:${sessionName}`,
      },
      Credentials: {
        AccessKeyId: session.accessKeyId,
        AccessKeySecret: session.accessKeySecret,
        SecurityToken: session.securityToken,
        Expiration: `${new Date(session.expiresAtMs).toISOString().slice(0, 19)}Z`,
      },
    };
  },
};

function findRole({ params, world, caller }: Call): { account: Account; role: Account["Roles"][number] } {
  const [, accountId, roleName] = /^acs:ram::(\d+):role\/([\w.-]+)$/.exec(params.require("RoleArn")) ?? [];
  if (!accountId || !roleName) throw ecsError("InvalidParameter.RoleArn");
  const account = world.accounts.find((candidate) => candidate.AccountId === accountId);
  const role = account?.Roles.find(
    (candidate) => candidate.RoleName.toLowerCase() === roleName.toLowerCase(),
  );
  if (!account || !role) throw ecsError("EntityNotExist.Role");
  const isTrusted = role.TrustedUserIds.includes("*") || role.TrustedUserIds.includes(caller.userId);
  if (!isTrusted) throw ecsError("NoPermission");
  return { account, role };
}

function parsePolicy(text: string | undefined): Statement[] | undefined {
  if (text === undefined) return undefined;
  if (text.length > MAX_POLICY_LENGTH) throw ecsError("InvalidParameter.PolicySize");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw ecsError("InvalidParameter.PolicyGrammar");
  }
  const parsed = policySchema.safeParse(json);
  if (!parsed.success) throw ecsError("InvalidParameter.PolicyGrammar");
  return parsed.data.Statement;
}
