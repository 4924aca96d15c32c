import { type DemoSubnets, tags, zoneOf } from "#emulator/seed/demo-subnets.ts";
import type { FleetBuilder } from "#emulator/seed/fleet-builder.ts";

/** ENIs that stand still in every status there is; nothing moves them but a call. */
export function addOddStates(builder: FleetBuilder, { singapore }: DemoSubnets): void {
  const subnet = zoneOf(singapore, 1);
  const stuckHost = builder.instance(subnet, {
    word: "stuck1",
    name: "stuck-1",
    Tags: tags({ env: "prod" }),
  });
  builder.eni(subnet, {
    word: "stuck1second",
    name: "stuck-1-detaching",
    Description: "The guest never answered",
    Status: "Detaching",
    InstanceId: stuckHost.InstanceId,
  });

  const states1 = builder.instance(subnet, {
    word: "states1",
    name: "states-1",
    InstanceType: "ecs.g7.4xlarge",
  });
  for (const status of ["Attaching", "Linked", "Linking", "Unlinking"]) {
    builder.eni(subnet, {
      word: `states1${status.toLowerCase()}`,
      name: `states-1-${status.toLowerCase()}`,
      Status: status,
      InstanceId: states1.InstanceId,
    });
  }
  for (const status of ["Available", "Creating", "CreateFailed", "Deleting"]) {
    builder.eni(subnet, {
      word: `lone${status.toLowerCase()}`,
      name: `lone-${status.toLowerCase()}`,
      Status: status,
    });
  }
}
