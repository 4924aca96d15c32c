import {
  type Action,
  type Call,
  ECS_VERSION,
  ecsResource,
  readInstance,
  type WireObject,
} from "#emulator/actions/action.ts";
import { instanceFilter } from "#emulator/actions/instance-filter.ts";
import { type Limits, page } from "#emulator/actions/paging.ts";
import { wireInstance } from "#emulator/actions/wire-instance.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { Instance } from "#emulator/world/instance-record.ts";

const MAX_IDS = 100;
const LIMITS: Limits = {
  action: "DescribeInstances",
  maxResultsMin: 10,
  maxResultsMax: 100,
  pageSizeMax: 100,
  badPage: "InvalidParameter",
};

/** Source: ECS API 2014-05-26, DescribeInstances. Without the right to it the answer is an empty list, not a refusal. */
export const describeInstances: Action = {
  name: "DescribeInstances",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "read",
  required: ["RegionId"],
  ramResources: (call) => [ecsResource(call, "instance", "*")],
  deniedAnswer: (call) => (call.params.boolean("DryRun") ? undefined : answer(call, [])),
  run: (call) => {
    const rows = matchingRows(call);
    if (call.params.boolean("DryRun")) throw ecsError("DryRunOperation");
    return answer(call, rows);
  },
};

function answer(call: Call, rows: Iterable<{ item: Instance; ordinal: number }>): WireObject {
  const { items, envelope } = page(rows, call, LIMITS);
  return { Instances: { Instance: items.map((instance) => wireInstance(call, instance)) }, ...envelope };
}

function matchingRows(call: Call): { item: Instance; ordinal: number }[] {
  const { params, world, caller } = call;
  const matches = instanceFilter(call);
  const rows: { item: Instance; ordinal: number }[] = [];
  const named = params.jsonList("InstanceIds");
  if (named && named.length > MAX_IDS) {
    throw ecsError("InvalidParameter", { message: `At most ${MAX_IDS} InstanceIds may be given.` });
  }
  for (const id of named ?? world.instances.idsIn(caller.accountId, params.require("RegionId"))) {
    const instance = readInstance(call, id);
    if (instance && matches(instance)) rows.push({ item: instance, ordinal: world.instances.ordinal(id) });
  }
  return named ? rows.sort((left, right) => left.ordinal - right.ordinal) : rows;
}
