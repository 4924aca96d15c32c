import type { Action, Call } from "#emulator/actions/action.ts";
import { type EcsError, ecsError } from "#emulator/errors/ecs-error.ts";
import type { Caller } from "#emulator/pipeline/caller.ts";
import { conditionFacts } from "#emulator/pipeline/condition-facts.ts";
import type { Statement } from "#emulator/world/account-record.ts";
import { isMet } from "#emulator/world/policy-condition.ts";
import { wildcardTest } from "#emulator/world/wildcard.ts";

type Verdict = "Allow" | "ImplicitDeny" | "ExplicitDeny";

/** The RAM refusal of a call, or undefined when its caller may make it. Every resource must be allowed. */
export function ramRefusal(action: Action, call: Call): EcsError | undefined {
  if (!action.ramResources) return undefined;
  const ramAction = `${action.product.toLowerCase()}:${action.name}`;
  for (const resource of action.ramResources(call)) {
    const facts = conditionFacts(call, resource);
    const verdict = judgeCaller(call.caller, { ramAction, resource, facts });
    if (verdict !== "Allow") {
      const code = action.product === "Sts" ? "NoPermission" : "Forbidden.RAM";
      return refusal(code, call.caller, ramAction, resource, verdict);
    }
  }
  return undefined;
}

type Question = {
  readonly ramAction: string;
  readonly resource: string;
  readonly facts: ReturnType<typeof conditionFacts>;
};

function judgeCaller(caller: Caller, question: Question): Verdict {
  const verdict = judge(caller.policy, question);
  if (verdict !== "Allow" || !caller.sessionPolicy) return verdict;
  return judge(caller.sessionPolicy, question);
}

/** Deny before Allow; nothing said is a refusal too. */
function judge(policy: readonly Statement[], question: Question): Verdict {
  const applying = policy.filter((statement) => applies(statement, question));
  if (applying.some((statement) => statement.Effect === "Deny")) return "ExplicitDeny";
  return applying.some((statement) => statement.Effect === "Allow") ? "Allow" : "ImplicitDeny";
}

/** `*` stands for any text. A resource asked for as `…/*` is matched by its own pattern only. */
function applies(
  { Action, Resource, Condition }: Statement,
  { ramAction, resource, facts }: Question,
): boolean {
  const name = ramAction.toLowerCase();
  return (
    [Action].flat().some((pattern) => wildcardTest(pattern.toLowerCase())(name)) &&
    [Resource].flat().some((pattern) => wildcardTest(pattern)(resource)) &&
    (Condition === undefined || isMet(Condition, facts))
  );
}

function refusal(
  code: "NoPermission" | "Forbidden.RAM",
  caller: Caller,
  ramAction: string,
  resource: string,
  verdict: Verdict,
): EcsError {
  return ecsError(code, {
    message: `User not authorized to operate on the specified resource: ${ramAction} on ${resource}.`,
    accessDeniedDetail: {
      AuthAction: ramAction,
      AuthPrincipalDisplayName: caller.type === "RAMUser" ? caller.userId : caller.displayName,
      AuthPrincipalOwnerId: caller.accountId,
      AuthPrincipalType: caller.type === "RAMUser" ? "SubUser" : "AssumedRoleUser",
      EncodedDiagnosticMessage: Buffer.from(`emulator:${ramAction}:${resource}`).toString("base64"),
      NoPermissionType: verdict,
      PolicyType: "AccountLevelIdentityBasedPolicy",
    },
  });
}
