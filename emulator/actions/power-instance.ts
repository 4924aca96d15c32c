import { type Action, type Call, ECS_VERSION } from "#emulator/actions/action.ts";
import { endDetach } from "#emulator/actions/detach-network-interface.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { Instance } from "#emulator/world/instance-record.ts";
import type { World } from "#emulator/world/world.ts";

/** Stopped → Starting → Running. Source: ECS API 2014-05-26, StartInstance. */
export const startInstance: Action = {
  name: "StartInstance",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "write",
  required: ["InstanceId"],
  ramResources: instanceResource,
  run: (call) => {
    const { InstanceId } = findInstance(call, "Stopped");
    if (call.params.boolean("DryRun")) throw ecsError("DryRunOperation");
    call.world.instances.update(InstanceId, { Status: "Starting" });
    endLater(call, InstanceId, () =>
      call.world.instances.update(InstanceId, {
        Status: "Running",
        StoppedMode: "Not-applicable",
        StartTime: minuteTime(call.world.clock.now()),
      }),
    );
    return {};
  },
};

/** Running → Stopping → Stopped. Source: ECS API 2014-05-26, StopInstance. */
export const stopInstance: Action = {
  name: "StopInstance",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "write",
  required: ["InstanceId"],
  ramResources: instanceResource,
  run: (call) => {
    const { InstanceId } = findInstance(call, "Running");
    if (call.params.boolean("DryRun")) throw ecsError("DryRunOperation");
    const StoppedMode = call.params.get("StoppedMode") ?? "KeepCharging";
    if (StoppedMode !== "KeepCharging" && StoppedMode !== "StopCharging") throw ecsError("InvalidParameter");
    call.world.instances.update(InstanceId, { Status: "Stopping" });
    endLater(call, InstanceId, () => {
      call.world.instances.update(InstanceId, { Status: "Stopped", StoppedMode });
      letGoOfDetaching(call.world, InstanceId);
    });
    return {};
  },
};

/** Running → Stopping → Starting → Running. Source: ECS API 2014-05-26, RebootInstance. */
export const rebootInstance: Action = {
  name: "RebootInstance",
  product: "Ecs",
  version: ECS_VERSION,
  kind: "write",
  required: ["InstanceId"],
  ramResources: instanceResource,
  run: (call) => {
    const { InstanceId } = findInstance(call, "Running");
    if (call.params.boolean("DryRun")) throw ecsError("DryRunOperation");
    const { world, settings } = call;
    world.instances.update(InstanceId, { Status: "Stopping" });
    endLater(call, InstanceId, () => {
      letGoOfDetaching(world, InstanceId);
      world.instances.update(InstanceId, { Status: "Starting", StartTime: minuteTime(world.clock.now()) });
      world.transition(InstanceId, settings.powerMs, () =>
        world.instances.update(InstanceId, { Status: "Running" }),
      );
    });
    return {};
  },
};

function instanceResource(call: Call): string[] {
  const id = call.params.require("InstanceId");
  // RegionId is not a parameter here; the instance knows its own.
  const regionId = call.world.instances.get(id)?.RegionId ?? "*";
  return [`acs:ecs:${regionId}:${call.caller.accountId}:instance/${id}`];
}

function findInstance({ params, world, caller }: Call, from: string): Instance {
  const instance = world.instances.get(params.require("InstanceId"));
  if (instance?.AccountId !== caller.accountId)
    throw ecsError("InvalidInstanceId.NotFound", { httpStatus: 404 });
  if (instance.OperationLocks.includes("security")) throw ecsError("InstanceLockedForSecurity");
  if (instance.Status !== from) throw ecsError("IncorrectInstanceStatus");
  return instance;
}

function endLater(call: Call, instanceId: string, end: () => void): void {
  if (!call.isStuck) call.world.transition(instanceId, call.settings.powerMs, end);
}

/** The second documented cure of a stuck detach: a guest that is off holds nothing back. */
function letGoOfDetaching(world: World, instanceId: string): void {
  for (const eni of world.networkInterfacesOn(instanceId)) {
    if (eni.Status !== "Detaching") continue;
    world.cancelTransition(eni.NetworkInterfaceId);
    endDetach(world, eni.NetworkInterfaceId);
  }
}

/** Times of instances have no seconds. */
function minuteTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16)}Z`;
}
