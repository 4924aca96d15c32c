import { DEMO_ACCOUNTS } from "#emulator/seed/demo-accounts.ts";
import { addCharacters } from "#emulator/seed/demo-characters.ts";
import { addHostileNames } from "#emulator/seed/demo-hostile-names.ts";
import { addPartner } from "#emulator/seed/demo-partner.ts";
import { FleetBuilder, type Subnet } from "#emulator/seed/fleet-builder.ts";
import {
  beijing,
  frankfurt,
  hangzhou,
  PLACES,
  type Place,
  shanghai,
  singapore,
} from "#emulator/seed/places.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import type { Seed } from "#emulator/world/seed-schema.ts";

/** Any number: it only has to stay the same, so that ids in bookmarks and tests do. */
const DEMO_RANDOM_SEED = 20_261_101;

const SERVICES = ["api", "cache", "worker", "search", "mail", "report"] as const;
const TYPES = ["ecs.g7.large", "ecs.g7.xlarge", "ecs.c7.large", "ecs.r7.large"] as const;
const ENVIRONMENTS = ["prod", "staging", "dev"] as const;

/** Ordinary instances beside the named ones, per region. */
const ORDINARY_PER_REGION = 12;
const UNATTACHED_PER_REGION = 5;

/** The fleet that the demo and most tests start from: five regions and two accounts, the same ids every time. */
export function demoSeed(): Seed {
  const builder = new FleetBuilder(DEMO_ACCOUNTS, DEMO_RANDOM_SEED);
  builder.seed.regions.push(...PLACES.map((place) => place.region));
  const subnets = {
    hangzhou: builder.network(hangzhou, { word: "main", name: "main", net: 10 }),
    beijing: builder.network(beijing, { word: "main", name: "main", net: 20 }),
    singapore: builder.network(singapore, { word: "main", name: "main", net: 30 }),
  };
  addCharacters(builder, subnets);
  addHostileNames(builder, subnets.singapore);
  addOrdinary(builder, hangzhou, subnets.hangzhou);
  addOrdinary(builder, beijing, subnets.beijing);
  addOrdinary(builder, singapore, subnets.singapore);
  addRoutes(builder, subnets.hangzhou);
  for (const [place, net] of [
    [shanghai, 40],
    [frankfurt, 50],
  ] as const) {
    addOrdinary(builder, place, builder.network(place, { word: "main", name: "main", net }));
  }
  addPartner(builder);
  return builder.seed;
}

/** A route through an ENI, so that something depends on it, and an elastic IP address that nothing uses. */
function addRoutes(builder: FleetBuilder, subnets: readonly Subnet[]): void {
  const [subnet] = subnets;
  if (!subnet) return;
  const { AccountId, RegionId, VpcId } = subnet.vSwitch;
  builder.seed.routeEntries.push({
    AccountId,
    RegionId,
    VpcId,
    RouteEntryId: `rte-${builder.id(subnet.place, "office")}`,
    RouteEntryName: "office",
    DestinationCidrBlock: "192.168.50.0/24",
    NextHopType: "NetworkInterface",
    NextHopId: wellKnown.web2.secondEniId,
  });
  builder.seed.eips.push({
    AccountId,
    RegionId,
    AllocationId: `eip-${builder.id(subnet.place, "spare")}`,
    // A block that RFC 5737 keeps for documentation.
    IpAddress: "203.0.113.200",
    Name: "spare",
  });
}

function addOrdinary(builder: FleetBuilder, { region }: Place, subnets: readonly Subnet[]): void {
  const turn = <T>(items: readonly T[], index: number): T => {
    const item = items[index % items.length];
    if (item === undefined) throw new Error(`${region.RegionId} has nothing to choose from`);
    return item;
  };
  for (let index = 0; index < ORDINARY_PER_REGION; index += 1) {
    const service = turn(SERVICES, index);
    const environment = turn(ENVIRONMENTS, index);
    const subnet = turn(subnets, index);
    const number = Math.floor(index / SERVICES.length) + 1;
    const tags = [
      { TagKey: "env", TagValue: environment },
      { TagKey: "service", TagValue: service },
    ];
    const instance = builder.instance(subnet, {
      name: `${service}-${environment}-${number}`,
      InstanceType: turn(TYPES, index),
      Status: index % 5 === 4 ? "Stopped" : "Running",
      Tags: tags,
    });
    for (let order = 1; order <= 1 + (index % 2); order += 1) {
      builder.eni(subnet, {
        name: `${service}-${environment}-${number}-eni-${order}`,
        Status: "InUse",
        InstanceId: instance.InstanceId,
        Tags: tags,
        moreIps: index % 3 === 0 ? 1 : 0,
      });
    }
  }
  for (let index = 0; index < UNATTACHED_PER_REGION; index += 1) {
    builder.eni(turn(subnets, index), {
      name: `spare-${index + 1}`,
      Tags: [{ TagKey: "purpose", TagValue: "spare" }],
    });
  }
}
