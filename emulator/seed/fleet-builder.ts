import { AddressPool } from "#emulator/seed/addresses.ts";
import { INSTANCE_TYPES } from "#emulator/seed/instance-types.ts";
import type { Place } from "#emulator/seed/places.ts";
import { macAddress } from "#emulator/world/address-texts.ts";
import type { Instance } from "#emulator/world/instance-record.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import type { SecurityGroup, VSwitch } from "#emulator/world/network-records.ts";
import { SeededRandom } from "#emulator/world/random.ts";
import type { Seed } from "#emulator/world/seed-schema.ts";

/** A vSwitch with the addresses it still has to give. */
export type Subnet = {
  readonly place: Place;
  readonly vSwitch: VSwitch;
  readonly groups: readonly SecurityGroup[];
  readonly pool: AddressPool;
};

export type VpcPlan = {
  word?: string;
  name: string;
  /** The second number of its addresses. */
  net: number;
  /** Whose it is, with everything in it; the first account's when absent. */
  accountId?: string;
};

export type InstancePlan = Partial<Omit<Instance, "AccountId" | "RegionId" | "InstanceId">> & {
  /** What follows the region's prefix in the id; a random text when absent. */
  word?: string;
  name: string;
};

export type EniPlan = Partial<Omit<NetworkInterface, "AccountId" | "RegionId" | "NetworkInterfaceId">> & {
  word?: string | undefined;
  name: string;
  /** Secondary private addresses beside the primary one. */
  moreIps?: number;
  eip?: { address: string; allocationWord: string };
  ipv6?: number;
};

/** Length of what follows `i-`, `eni-` and the like. */
const ID_LENGTH = 20;
const CREATED_INSTANCE = "2025-03-12T02:04Z";
const CREATED_ENI = "2025-03-12T02:04:05Z";

/** Puts a fleet together so that ids, addresses and MACs never collide. The same calls give the same fleet. */
export class FleetBuilder {
  readonly seed: Seed;
  readonly #firstAccountId: string;
  readonly #random: SeededRandom;
  #macs = 0;

  constructor(accounts: Seed["accounts"], randomSeed: number) {
    this.#firstAccountId = accounts[0]?.AccountId ?? "";
    this.#random = new SeededRandom(randomSeed);
    this.seed = {
      accounts,
      regions: [],
      instanceTypes: [...INSTANCE_TYPES],
      vpcs: [],
      vSwitches: [],
      securityGroups: [],
      instances: [],
      networkInterfaces: [],
      routeEntries: [],
      eips: [],
    };
  }

  /** `bp1web1` filled up to the length of real ids; without a word, random. */
  id(place: Place, word: string | undefined): string {
    const start = place.idPrefix + (word ?? "");
    if (word !== undefined) return start.padEnd(ID_LENGTH, "0");
    return start + this.#random.text(ID_LENGTH - start.length);
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.#random.below(items.length)] ?? items[0];
  }

  /** One VPC with two security groups and a vSwitch in each zone. */
  network(place: Place, vpc: VpcPlan): Subnet[] {
    const { region } = place;
    const where = { AccountId: vpc.accountId ?? this.#firstAccountId, RegionId: region.RegionId };
    const vpcId = `vpc-${this.id(place, vpc.word)}`;
    this.seed.vpcs.push({ ...where, VpcId: vpcId, VpcName: vpc.name, CidrBlock: `10.${vpc.net}.0.0/16` });
    const groups = ["default", "web"].map((name) => ({
      ...where,
      SecurityGroupId: `sg-${this.id(place, vpc.word && `${vpc.word}${name}`)}`,
      SecurityGroupName: `${vpc.name}-${name}`,
      VpcId: vpcId,
    }));
    this.seed.securityGroups.push(...groups);
    return region.Zones.map((zone, index) => {
      const vSwitch = {
        ...where,
        VSwitchId: `vsw-${this.id(place, vpc.word && `${vpc.word}${zone.ZoneId.slice(-1)}`)}`,
        VSwitchName: `${vpc.name}-${zone.ZoneId}`,
        VpcId: vpcId,
        ZoneId: zone.ZoneId,
        CidrBlock: `10.${vpc.net}.${index * 64}.0/18`,
        Ipv6CidrBlock: `2408:4005:${vpc.net.toString(16)}:${(index + 1).toString(16)}::/64`,
      };
      this.seed.vSwitches.push(vSwitch);
      return { place, vSwitch, groups, pool: new AddressPool(vSwitch.CidrBlock, vSwitch.Ipv6CidrBlock) };
    });
  }

  /** An instance with its primary ENI. */
  instance(subnet: Subnet, plan: InstancePlan): Instance {
    const { word, name, ...fields } = plan;
    const { place, vSwitch, groups } = subnet;
    const tail = this.id(place, word);
    const instance: Instance = {
      AccountId: vSwitch.AccountId,
      RegionId: vSwitch.RegionId,
      InstanceId: `i-${tail}`,
      InstanceName: name,
      HostName: `iZ${tail}Z`,
      Description: "",
      Status: "Running",
      InstanceType: "ecs.g7.xlarge",
      ZoneId: vSwitch.ZoneId,
      VpcId: vSwitch.VpcId,
      VSwitchId: vSwitch.VSwitchId,
      ResourceGroupId: "",
      ImageId: "aliyun_3_x64_20G_alibase_20250117.vhd",
      OSName: "Alibaba Cloud Linux 3.2104 LTS 64-bit",
      OSType: "linux",
      KeyPairName: "",
      InstanceChargeType: "PostPaid",
      CreationTime: CREATED_INSTANCE,
      StartTime: CREATED_INSTANCE,
      ExpiredTime: "2099-12-31T15:59Z",
      StoppedMode: fields.Status === "Stopped" ? "KeepCharging" : "Not-applicable",
      DeletionProtection: false,
      OperationLocks: [],
      PublicIpAddress: [],
      EipAddress: null,
      SecurityGroupIds: groups.slice(0, 1).map((group) => group.SecurityGroupId),
      Tags: [],
      ...fields,
    };
    this.seed.instances.push(instance);
    this.eni(subnet, {
      word: word && `${word}primary`,
      name: "",
      Type: "Primary",
      Status: "InUse",
      InstanceId: instance.InstanceId,
      DeleteOnRelease: true,
      QueueNumber: 4,
    });
    return instance;
  }

  /** An ENI; Secondary, Available and unattached unless the plan says otherwise. */
  eni(subnet: Subnet, plan: EniPlan): NetworkInterface {
    const { word, name, moreIps, eip, ipv6, ...fields } = plan;
    const { place, vSwitch, groups, pool } = subnet;
    this.#macs += 1;
    const ips = Array.from({ length: 1 + (moreIps ?? 0) }, () => pool.ipv4());
    const publicIp = eip
      ? { PublicIpAddress: eip.address, AllocationId: `eip-${this.id(place, eip.allocationWord)}` }
      : null;
    const eni: NetworkInterface = {
      AccountId: vSwitch.AccountId,
      RegionId: vSwitch.RegionId,
      NetworkInterfaceId: `eni-${this.id(place, word)}`,
      NetworkInterfaceName: name,
      Description: "",
      MacAddress: macAddress(this.#macs),
      Type: "Secondary",
      Status: "Available",
      InstanceId: "",
      Attachment: null,
      VpcId: vSwitch.VpcId,
      VSwitchId: vSwitch.VSwitchId,
      ZoneId: vSwitch.ZoneId,
      ResourceGroupId: "",
      PrivateIpSets: ips.map((address, index) => ({
        PrivateIpAddress: address,
        Primary: index === 0,
        PrivateDnsName: "",
        AssociatedPublicIp: index === 0 ? publicIp : null,
      })),
      Ipv6Sets: Array.from({ length: ipv6 ?? 0 }, () => ({ Ipv6Address: pool.ipv6(), Primary: false })),
      Ipv4PrefixSets: [],
      Ipv6PrefixSets: [],
      SecurityGroupIds: groups.slice(0, 1).map((group) => group.SecurityGroupId),
      Tags: [],
      ServiceManaged: false,
      ServiceID: null,
      DeleteOnRelease: false,
      NetworkInterfaceTrafficMode: "Standard",
      QueueNumber: 2,
      QueuePairNumber: 0,
      SourceDestCheck: false,
      CreationTime: CREATED_ENI,
      ...fields,
    };
    this.seed.networkInterfaces.push(eni);
    return eni;
  }
}
