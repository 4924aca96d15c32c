import type { Action, Call } from "#emulator/actions/action.ts";
import { type EcsError, ecsError } from "#emulator/errors/ecs-error.ts";
import type { Caller } from "#emulator/pipeline/caller.ts";
import type { Statement } from "#emulator/world/account-record.ts";

type Verdict = "Allow" | "ImplicitDeny" | "ExplicitDeny";

/** The RAM refusal of a call, or undefined when its caller may make it. Every resource must be allowed. */
export function ramRefusal(action: Action, call: Call): EcsError | undefined {
  if (!action.ramResources) return undefined;
  const ramAction = `${action.product.toLowerCase()}:${action.name}`;
  for (const resource of action.ramResources(call)) {
    const verdict = judgeCaller(call.caller, ramAction, resource);
    if (verdict !== "Allow") {
      const code = action.product === "Sts" ? "NoPermission" : "Forbidden.RAM";
      return refusal(code, call.caller, ramAction, resource, verdict);
    }
  }
  return undefined;
}

function judgeCaller(caller: Caller, ramAction: string, resource: string): Verdict {
  const verdict = judge(caller.policy, ramAction, resource);
  if (verdict !== "Allow" || !caller.sessionPolicy) return verdict;
  return judge(caller.sessionPolicy, ramAction, resource);
}

/** Deny before Allow; nothing said is a refusal too. */
function judge(policy: readonly Statement[], ramAction: string, resource: string): Verdict {
  const applying = policy.filter(
    (statement) =>
      statement.Action.some((pattern) => matches(pattern.toLowerCase(), ramAction.toLowerCase())) &&
      statement.Resource.some((pattern) => matches(pattern, resource)),
  );
  if (applying.some((statement) => statement.Effect === "Deny")) return "ExplicitDeny";
  return applying.some((statement) => statement.Effect === "Allow") ? "Allow" : "ImplicitDeny";
}

/** `*` stands for any text. A resource asked for as `…/*` is matched by its own pattern only. */
function matches(pattern: string, text: string): boolean {
  if (pattern === "*" || pattern === text) return true;
  const parts = pattern.split("*");
  if (parts.length === 1) return false;
  const source = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*");
  return new RegExp(`^${source}$`).test(text);
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
