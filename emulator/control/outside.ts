import { z } from "zod";
import type { Action, Call } from "#emulator/actions/action.ts";
import { actionTable } from "#emulator/actions/registry.ts";
import { ControlProblem } from "#emulator/control/control-problem.ts";
import { parseBody } from "#emulator/control/parse-body.ts";
import type { EmulatedCloud } from "#emulator/emulated-cloud.ts";
import { EcsError } from "#emulator/errors/ecs-error.ts";
import { Parameters } from "#emulator/pipeline/parameters.ts";
import { validate } from "#emulator/pipeline/route.ts";
import { type Change, recordChange } from "#emulator/trail/record-change.ts";

/** Who the changes are made by when the body does not say. */
const OUTSIDE_USER_NAME = "someone-else";

/** Where they are made; a block that RFC 5737 keeps for documentation. */
const OUTSIDE_ADDRESS = "192.0.2.10";

const outsideSchema = z.looseObject({
  action: z.string(),
  accountId: z.string().optional(),
  userName: z.string().optional(),
});

/**
 * Performs a write in the name of somebody else, as a colleague at the console
 * would: the same rules apply, no signature is needed, and the journal, which
 * holds what clients sent, does not show it. Everything in the body beside
 * `action`, `accountId` and `userName` is a parameter of the action.
 */
export function changeFromOutside(cloud: EmulatedCloud, body: unknown): { requestId: string } {
  const { action: name, accountId, userName, ...params } = parseBody(outsideSchema, body);
  const action = [...actionTable.values()].find(
    (candidate) => candidate.name === name && candidate.kind === "write",
  );
  if (!action) throw new ControlProblem(400, `${name} is not an action that changes anything.`);
  const pairs = Object.entries(params).map(([key, value]) => [key, String(value)] as const);
  const account = accountId ?? cloud.world.accounts[0]?.AccountId ?? "";
  const requestId = cloud.nextRequestId();
  const call = outsideCall(cloud, new Parameters(pairs), account, userName ?? OUTSIDE_USER_NAME);
  perform(cloud, action, call, requestId);
  return { requestId };
}

function perform(cloud: EmulatedCloud, action: Action, call: Call, requestId: string): void {
  const made: Change = {
    action,
    call,
    requestId,
    eventType: "ConsoleOperation",
    sourceIpAddress: OUTSIDE_ADDRESS,
    userAgent: "",
  };
  try {
    cloud.clock.settle();
    validate(action, call);
    recordChange(cloud.trail, made, action.run(call));
  } catch (error) {
    if (!(error instanceof EcsError)) throw error;
    recordChange(cloud.trail, made, error);
    throw new ControlProblem(409, `Refused as ECS would: ${error.code}: ${error.message}`);
  }
}

function outsideCall(cloud: EmulatedCloud, params: Parameters, accountId: string, userName: string): Call {
  return {
    params,
    caller: {
      accountId,
      accessKeyId: "",
      type: "RAMUser",
      displayName: userName,
      principalId: userName,
      arn: `acs:ram::${accountId}:user/${userName}`,
      userId: userName,
      roleId: "",
      policy: [],
      sessionPolicy: undefined,
    },
    world: cloud.world,
    trail: cloud.trail,
    settings: cloud.settings,
    random: cloud.random,
    sourceIpAddress: OUTSIDE_ADDRESS,
    host: "",
    isStuck: false,
    staleMs: 0,
    pageShift: 0,
    outcome: { isRepeat: false },
  };
}
