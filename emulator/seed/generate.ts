import { z } from "zod";
import { DEMO_ACCOUNTS } from "#emulator/seed/demo-accounts.ts";
import { FleetBuilder, type Subnet } from "#emulator/seed/fleet-builder.ts";
import { PLACES } from "#emulator/seed/places.ts";
import type { Seed } from "#emulator/world/seed-schema.ts";

export const generateSpecSchema = z.strictObject({
  instances: z.int().min(0).max(1_000_000).default(40),
  enis: z.int().min(0).max(1_000_000).default(160),
  regions: z.int().min(1).max(PLACES.length).default(3),
  seed: z.int().min(0).default(1),
});
export type GenerateSpec = z.infer<typeof generateSpecSchema>;

/** Makes a fleet of any size: one primary ENI per instance, the rest attached up to what the type allows, then spare. */
export function generateSeed(spec: GenerateSpec): Seed {
  const builder = new FleetBuilder(DEMO_ACCOUNTS, spec.seed);
  const places = PLACES.slice(0, spec.regions);
  builder.seed.regions.push(...places.map((place) => place.region));
  const grounds = places.map((place) => new Ground(builder, place, places.length));
  const hosts: { subnet: Subnet; instanceId: string }[] = [];
  for (let index = 0; index < spec.instances; index += 1) {
    const subnet = groundAt(grounds, index).subnet();
    const instance = builder.instance(subnet, {
      name: `generated-${index + 1}`,
      InstanceType: "ecs.g7.4xlarge",
    });
    hosts.push({ subnet, instanceId: instance.InstanceId });
  }
  const attachable = hosts.length * (ENIS_OF_THE_TYPE - 1);
  for (let index = 0; index < spec.enis - spec.instances; index += 1) {
    const host = hosts[index % hosts.length];
    if (host && index < attachable && !host.subnet.pool.isExhausted) {
      builder.eni(host.subnet, {
        name: `generated-eni-${index + 1}`,
        Status: "InUse",
        InstanceId: host.instanceId,
      });
    } else {
      builder.eni(groundAt(grounds, index).subnet(), { name: `generated-eni-${index + 1}` });
    }
  }
  return builder.seed;
}

/** EniQuantity of the one type that generated instances have. */
const ENIS_OF_THE_TYPE = 8;
/** Second numbers of 10.x.0.0/16 that one account has to give. */
const NETS = 256;

/** The networks of one region; another VPC is made when the last is half used. */
class Ground {
  readonly #make: () => Subnet[];
  #subnets: Subnet[];
  #turn = 0;
  #given = 0;

  constructor(builder: FleetBuilder, place: (typeof PLACES)[number], places: number) {
    let made = 0;
    const first = PLACES.indexOf(place);
    this.#make = () => {
      const net = (first + places * made++) % NETS;
      return builder.network(place, { name: `generated-${made}`, net });
    };
    this.#subnets = this.#make();
  }

  subnet(): Subnet {
    this.#given += 1;
    if (this.#given > HOSTS_PER_NETWORK) {
      this.#subnets = this.#make();
      this.#given = 1;
    }
    this.#turn += 1;
    const subnet = this.#subnets[this.#turn % this.#subnets.length];
    if (!subnet) throw new Error("a region without zones");
    return subnet;
  }
}

/** Instances and spare ENIs given to one VPC before the next is made; the rest is left for their further ENIs. */
const HOSTS_PER_NETWORK = 4_000;

function groundAt(grounds: readonly Ground[], index: number): Ground {
  const ground = grounds[index % grounds.length];
  if (!ground) throw new Error("a fleet without regions");
  return ground;
}
