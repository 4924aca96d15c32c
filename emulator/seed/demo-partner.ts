import { tags, zoneOf } from "#emulator/seed/demo-subnets.ts";
import type { FleetBuilder } from "#emulator/seed/fleet-builder.ts";
import { frankfurt, hangzhou, singapore } from "#emulator/seed/places.ts";
import { partner } from "#emulator/seed/well-known.ts";

/** Ordinary instances of the second account, per region. */
const INSTANCES_PER_REGION = 4;

/** The fleet of the second account: smaller, in three of the regions, and like the first one's in nothing but its kinds. */
export function addPartner(builder: FleetBuilder): void {
  const inHangzhou = network(builder, hangzhou, 110);
  const subnet = zoneOf(inHangzhou, 0);
  const host = builder.instance(subnet, {
    word: "partner1",
    name: "partner-1",
    Tags: tags({ env: "staging" }),
  });
  builder.eni(subnet, {
    word: "partner1second",
    name: "partner-1-second",
    Status: "InUse",
    InstanceId: host.InstanceId,
    Tags: tags({ env: "staging" }),
  });
  for (const subnets of [inHangzhou, network(builder, singapore, 130), network(builder, frankfurt, 150)]) {
    for (let number = 1; number <= INSTANCES_PER_REGION; number += 1) {
      const place = zoneOf(subnets, number % subnets.length);
      const name = `billing-${number}`;
      const instance = builder.instance(place, { name, InstanceType: "ecs.g7.large" });
      builder.eni(place, { name: `${name}-eni`, Status: "InUse", InstanceId: instance.InstanceId });
    }
    builder.eni(zoneOf(subnets, 0), { name: "billing-spare" });
  }
}

function network(builder: FleetBuilder, place: Parameters<FleetBuilder["network"]>[0], net: number) {
  return builder.network(place, { word: "partner", name: "partner", net, accountId: partner.accountId });
}
