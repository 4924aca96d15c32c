import { type Action, type Call, ECS_VERSION, ecsResource, readInstance } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { Instance } from "#emulator/world/instance-record.ts";

const MAX_IDS = 100;
const MAX_PAGE_SIZE = 50;
const DEFAULT_PAGE_SIZE = 10;

/** Pages by number only. Source: ECS API 2014-05-26, DescribeInstanceStatus. */
export const describeInstanceStatus: Action = {
  name: "DescribeInstanceStatus",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "read",
  required: ["RegionId"],
  ramResources: (call) => [ecsResource(call, "instance", "*")],
  run: (call) => {
    const pageNumber = call.params.integer("PageNumber") ?? 1;
    const pageSize = call.params.integer("PageSize") ?? DEFAULT_PAGE_SIZE;
    if (pageNumber < 1 || pageSize < 1 || pageSize > MAX_PAGE_SIZE) throw ecsError("InvalidParameter");
    const rows = matching(call);
    const start = (pageNumber - 1) * pageSize;
    return {
      InstanceStatuses: {
        InstanceStatus: rows
          .slice(start, start + pageSize)
          .map(({ InstanceId, Status }) => ({ InstanceId, Status })),
      },
      TotalCount: rows.length,
      PageNumber: pageNumber,
      PageSize: pageSize,
    };
  },
};

function matching(call: Call): Instance[] {
  const { params, world, caller } = call;
  const regionId = params.require("RegionId");
  const named = params.list("InstanceId");
  if (named.length > MAX_IDS) throw ecsError("InvalidParameter.TooManyInstanceIds");
  if (named.some((id) => !/^i-[0-9a-z]+$/i.test(id))) throw ecsError("Abs.InvalidInstanceIds.MalFormed");
  const zoneId = params.get("ZoneId");
  const zones = world.regions.get(regionId)?.Zones ?? [];
  if (zoneId && !zones.some((zone) => zone.ZoneId === zoneId)) throw ecsError("InvalidZoneId.NotFound");
  const ids = named.length > 0 ? named : world.instances.idsIn(caller.accountId, regionId);
  return [...ids]
    .map((id) => readInstance(call, id))
    .filter((row) => row !== undefined)
    .filter((row) => row.AccountId === caller.accountId && row.RegionId === regionId)
    .filter((row) => zoneId === undefined || row.ZoneId === zoneId);
}
