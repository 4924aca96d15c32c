import {
  type Action,
  type Call,
  ECS_VERSION,
  ecsResource,
  idsAskedFor,
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
  deniedAnswer: (call) => (call.params.boolean("DryRun") ? undefined : answer(call, () => [])),
  run: (call) => {
    const filtered = filteredIds(call);
    if (call.params.boolean("DryRun")) throw ecsError("DryRunOperation");
    return answer(call, (after) => rowsOf(call, filtered, after));
  },
};

type Row = { item: Instance; ordinal: number };

function answer(call: Call, rowsAfter: (after: number) => Iterable<Row>): WireObject {
  const { items, envelope } = page(rowsAfter, call, LIMITS);
  return { Instances: { Instance: items.map((instance) => wireInstance(call, instance)) }, ...envelope };
}

type Filtered = { readonly named: string[] | undefined; readonly matches: (instance: Instance) => boolean };

/** Reads the parameters, so that a wrong one is refused before anything is looked at. */
function filteredIds(call: Call): Filtered {
  const matches = instanceFilter(call);
  const named = call.params.jsonList("InstanceIds");
  if (named && named.length > MAX_IDS) {
    throw ecsError("InvalidParameter", { message: `At most ${MAX_IDS} InstanceIds may be given.` });
  }
  const { instances } = call.world;
  const inOrder =
    named && [...named].sort((left, right) => instances.ordinal(left) - instances.ordinal(right));
  return { named: inOrder, matches };
}

function* rowsOf(call: Call, { named, matches }: Filtered, after: number): Iterable<Row> {
  const { params, world } = call;
  const ids = named ?? idsAskedFor(call, world.instances, params.require("RegionId"), after);
  for (const id of ids) {
    const instance = readInstance(call, id);
    if (instance && matches(instance)) yield { item: instance, ordinal: world.instances.ordinal(id) };
  }
}
