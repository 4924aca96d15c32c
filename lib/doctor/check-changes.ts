import "server-only";
import { wordsOf } from "#lib/doctor/check-cloud.ts";
import { type Finding, finding } from "#lib/doctor/finding.ts";
import type { ChangeAccess, ChangeRole } from "#lib/ecs/change-role.ts";

const CHANGES = ["ecs:DetachNetworkInterface", "ecs:AttachNetworkInterface"] as const;
const DOCTOR = { issuer: "system", subject: "doctor", name: "eni-desk-doctor" };
/** Well-formed ids of nothing: a session for them may do nothing at all. */
const NOTHING = {
  action: "detach",
  regionId: "cn-hangzhou",
  instanceId: "i-00000000000000000000",
  networkInterfaceId: "eni-00000000000000000000",
} as const;

/** With what an account would be changed. A role for changes is assumed, for an ENI that does not exist. */
export async function checkChanges(changes: ChangeAccess): Promise<Finding[]> {
  if (changes.kind === "own-credentials") return couldNotCheck();
  if (changes.kind === "role") return [await checkRole(changes.role), ...couldNotCheck()];
  return [finding("note", "role for changes", "none: the account can only be looked at (changeRoleArn)")];
}

async function checkRole(role: ChangeRole): Promise<Finding> {
  const what = "role for changes";
  const made = await role.prepare(DOCTOR, NOTHING);
  if (made.ok) return finding("ok", what, `assumed ${role.roleArn}, for nothing that exists`);
  return finding(made.error.kind === "rejected" ? "wrong" : "unknown", what, wordsOf(made.error));
}

/** A note, not `unknown`: nobody could check it, so it must not make every visit end with a doubt. */
function couldNotCheck(): Finding[] {
  return CHANGES.map((right) =>
    finding("note", `right ${right}`, "could not check: ECS has no dry run for it"),
  );
}
