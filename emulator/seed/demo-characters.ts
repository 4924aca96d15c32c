import { addOddStates } from "#emulator/seed/demo-odd-states.ts";
import { addKubernetes, addManagedByTools } from "#emulator/seed/demo-owned.ts";
import { type DemoSubnets, tags, zoneOf } from "#emulator/seed/demo-subnets.ts";
import type { FleetBuilder } from "#emulator/seed/fleet-builder.ts";

/** The named instances that the README lists, each there to show one thing. */
export function addCharacters(builder: FleetBuilder, subnets: DemoSubnets): void {
  addWebAndDatabase(builder, subnets);
  addBusyInstances(builder, subnets);
  addKubernetes(builder, subnets);
  addManagedByTools(builder, subnets);
  addOddStates(builder, subnets);
}

function addWebAndDatabase(builder: FleetBuilder, { hangzhou, beijing }: DemoSubnets): void {
  const inI = zoneOf(hangzhou, 1);
  const web1 = builder.instance(inI, {
    word: "web1",
    name: "web-1",
    Tags: tags({ env: "staging", service: "web" }),
  });
  const onWeb1 = { Status: "InUse", InstanceId: web1.InstanceId };
  builder.eni(inI, { word: "web1second", name: "web-1-second", Description: "Backup network", ...onWeb1 });
  builder.eni(inI, { word: "web1third", name: "web-1-third", Description: "Monitoring network", ...onWeb1 });

  builder.eni(inI, { word: "attachable", name: "attachable", Description: "For trying an attach to web-1" });
  builder.instance(inI, {
    word: "stopped1",
    name: "stopped-1",
    Status: "Stopped",
    InstanceType: "ecs.g7.large",
  });

  const eipAddress = "47.96.10.20";
  const web2 = builder.instance(inI, {
    word: "web2",
    name: "web-2",
    Tags: tags({ env: "prod", service: "web" }),
  });
  builder.eni(inI, {
    word: "web2second",
    name: "web-2-public",
    Status: "InUse",
    InstanceId: web2.InstanceId,
    moreIps: 2,
    ipv6: 1,
    eip: { address: eipAddress, allocationWord: "web2eip" },
    Tags: tags({ env: "prod" }),
    SecurityGroupIds: inI.groups.map((group) => group.SecurityGroupId),
  });

  const inBeijing = zoneOf(beijing, 0);
  const db1 = builder.instance(inBeijing, {
    word: "db1",
    name: "db-1",
    Status: "Stopped",
    InstanceType: "ecs.r7.2xlarge",
    Tags: tags({ env: "prod", service: "db" }),
  });
  builder.eni(inBeijing, {
    word: "db1second",
    name: "db-1-replication",
    Status: "InUse",
    InstanceId: db1.InstanceId,
  });
}

/** Instances in states in which ECS refuses, each with a secondary ENI to try it on. */
function addBusyInstances(builder: FleetBuilder, { hangzhou, beijing }: DemoSubnets): void {
  const busy = [
    ["batch1", "batch-1", "Starting", zoneOf(hangzhou, 0)],
    ["stopping1", "stopping-1", "Stopping", zoneOf(hangzhou, 0)],
    ["pending1", "pending-1", "Pending", zoneOf(beijing, 1)],
  ] as const;
  for (const [word, name, status, subnet] of busy) {
    const instance = builder.instance(subnet, { word, name, Status: status });
    builder.eni(subnet, {
      word: `${word}second`,
      name: `${name}-data`,
      Status: "InUse",
      InstanceId: instance.InstanceId,
    });
  }
  const subnet = zoneOf(hangzhou, 0);
  const locked = builder.instance(subnet, {
    word: "locked1",
    name: "locked-1",
    OperationLocks: ["security"],
  });
  builder.eni(subnet, {
    word: "locked1second",
    name: "locked-1-data",
    Status: "InUse",
    InstanceId: locked.InstanceId,
  });
  const cold = builder.instance(subnet, {
    word: "cold1",
    name: "cold-plug-1",
    InstanceType: "ecs.s6-c1m2.large",
  });
  builder.eni(subnet, {
    word: "cold1second",
    name: "cold-plug-1-data",
    Status: "InUse",
    InstanceId: cold.InstanceId,
  });
}
