import { SeededRandom } from "#emulator/world/random.ts";
import type { Json } from "#lib/core/json.ts";
import { readInstances } from "#lib/ecs/describe-instances.ts";
import { readNetworkInterfaces } from "#lib/ecs/describe-network-interfaces.ts";
import { parseJson } from "#lib/ecs/parse-json.ts";
import type { InventorySource } from "#lib/inventory/source.ts";

/** As DescribeNetworkInterfaces answers at most; instances of the same page come after. */
const PER_PAGE = 500;
const PER_INSTANCE = 8;
const PER_VSWITCH = 4_000;
const HEX = "0123456789abcdef";

/** What a search can be made of that finds something: one ENI of the fleet. */
export interface Sample {
  readonly id: string;
  readonly ip: string;
  readonly mac: string;
  readonly name: string;
  readonly instanceId: string;
  readonly instanceName: string;
}

/** Lays `enis` ENIs and their instances into one source, as answers of ECS: written, parsed and read as those of a walk. */
export class Fleet {
  readonly samples: Sample[] = [];
  /** The longest that reading and laying one page took, in milliseconds. */
  longestPageMs = 0;
  readonly #random: SeededRandom;
  readonly #source: InventorySource;
  readonly #ids = new Map<
    number,
    { instanceId: string; groupId: string; vpcId: string; vSwitchId: string }
  >();

  constructor(source: InventorySource, seed: number) {
    this.#source = source;
    this.#random = new SeededRandom(seed);
  }

  /** Page by page; the caller lets others work between two. */
  *lay(enis: number, now: () => number): Generator<void> {
    for (let from = 0; from < enis; from += PER_PAGE) {
      const rows = Array.from({ length: Math.min(PER_PAGE, enis - from) }, (_, at) => this.#wire(from + at));
      const hosts = [...new Set(rows.map((_, at) => Math.floor((from + at) / PER_INSTANCE)))].map((host) =>
        this.#wireHost(host),
      );
      const text = JSON.stringify({ NetworkInterfaceSets: { NetworkInterfaceSet: rows } });
      const hostText = JSON.stringify({ Instances: { Instance: hosts } });
      const beganAt = performance.now();
      this.#layPage(text, now());
      this.longestPageMs = Math.max(this.longestPageMs, performance.now() - beganAt);
      yield;
      const { account, regionId } = this.#source;
      const instances = readInstances({ requestId: "", body: parsed(hostText) }, account.accountId, regionId);
      if (!instances.ok) throw new Error("the instances could not be read");
      for (const instance of instances.value.instances) this.#source.observeInstance(instance, now());
      yield;
    }
  }

  #layPage(text: string, at: number): void {
    const { account, regionId } = this.#source;
    const read = readNetworkInterfaces({ requestId: "", body: parsed(text) }, account.accountId, {
      regionId,
      priority: "walk",
    });
    if (!read.ok) throw new Error("the ENIs could not be read");
    const { networkInterfaces } = read.value;
    this.#source.observe(
      networkInterfaces.map(({ networkInterfaceId }) => networkInterfaceId),
      networkInterfaces,
      at,
    );
  }

  /** The places of one vSwitch follow one another, as a walk by vSwitches reads them. */
  #placeOf(index: number) {
    const net = Math.floor(index / PER_VSWITCH);
    let place = this.#ids.get(net);
    if (place === undefined) {
      place = {
        instanceId: "",
        groupId: `sg-bp1${this.#random.text(17)}`,
        vpcId: net % 4 === 0 ? `vpc-bp1${this.#random.text(17)}` : (this.#ids.get(net - 1)?.vpcId ?? ""),
        vSwitchId: `vsw-bp1${this.#random.text(17)}`,
      };
      this.#ids.set(net, place);
    }
    return { ...place, net };
  }

  #hostIds = { number: -1, instanceId: "" };
  #hostId(number: number): string {
    if (this.#hostIds.number !== number) {
      this.#hostIds = { number, instanceId: `i-bp1${this.#random.text(17)}` };
      this.#hosts.set(number, this.#hostIds.instanceId);
    }
    return this.#hostIds.instanceId;
  }
  readonly #hosts = new Map<number, string>();

  #wire(index: number): Record<string, Json> {
    const random = this.#random;
    const { groupId, vpcId, vSwitchId, net } = this.#placeOf(index);
    const place = index % PER_INSTANCE;
    const host = Math.floor(index / PER_INSTANCE);
    const isSpare = place === 7 && host % 3 === 0;
    const isTerway = host % 5 === 0 && place > 1;
    const instanceId = isSpare ? "" : this.#hostId(host);
    const inNet = (index % PER_VSWITCH) + 10;
    const ip = `10.${(net >> 2) & 255}.${((net & 3) << 6) + (inNet >> 8)}.${inNet & 255}`;
    const mac = `00:16:3e:${[0, 0, 0].map(() => random.text(2, HEX)).join(":")}`;
    const id = `eni-bp1${random.text(17)}`;
    const name = place === 0 ? "" : isTerway ? `terway-${random.text(6)}` : `prod-web-eni-${index}`;
    if (index % 997 === 500) {
      this.samples.push({ id, ip, mac, name, instanceId, instanceName: nameOfHost(host) });
    }
    return {
      NetworkInterfaceId: id,
      NetworkInterfaceName: name,
      Description: isTerway ? "interface create by terway" : "",
      Type: place === 0 ? "Primary" : "Secondary",
      Status: isSpare ? "Available" : "InUse",
      VpcId: vpcId,
      VSwitchId: vSwitchId,
      ZoneId: `cn-hangzhou-${"hijk"[net & 3]}`,
      ResourceGroupId: "",
      MacAddress: mac,
      PrivateIpAddress: ip,
      PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: ip, Primary: true, PrivateDnsName: "" }] },
      Ipv6Sets: {
        Ipv6Set:
          place === 1 ? [{ Ipv6Address: `2408:4005:${net.toString(16)}:1::${inNet.toString(16)}` }] : [],
      },
      Ipv4PrefixSets: { Ipv4PrefixSet: [] },
      Ipv6PrefixSets: { Ipv6PrefixSet: [] },
      SecurityGroupIds: { SecurityGroupId: [groupId] },
      InstanceId: instanceId,
      Attachment: isSpare ? {} : { InstanceId: instanceId, DeviceIndex: place, NetworkCardIndex: 0 },
      ServiceManaged: false,
      DeleteOnRelease: place === 0,
      NetworkInterfaceTrafficMode: "Standard",
      Tags: { Tag: tagsOf(host, isTerway) },
      CreationTime: `2026-${String(1 + (host % 9)).padStart(2, "0")}-${String(1 + (host % 28)).padStart(2, "0")}T0${host % 10}:00:00Z`,
    };
  }

  #wireHost(host: number): Record<string, Json> {
    const { groupId, vpcId, vSwitchId } = this.#placeOf(host * PER_INSTANCE);
    const instanceId = this.#hosts.get(host) ?? this.#hostId(host);
    this.#hosts.delete(host);
    return {
      InstanceId: instanceId,
      InstanceName: nameOfHost(host),
      HostName: `iZ${instanceId.slice(2)}Z`,
      Status: host % 20 === 0 ? "Stopped" : "Running",
      InstanceType: "ecs.g7.4xlarge",
      Cpu: 16,
      Memory: 65_536,
      RegionId: this.#source.regionId,
      ZoneId: "cn-hangzhou-h",
      OSName: "Alibaba Cloud Linux 3.2104 LTS 64-bit",
      CreationTime: "2026-01-01T00:00Z",
      VpcAttributes: { VpcId: vpcId, VSwitchId: vSwitchId, PrivateIpAddress: { IpAddress: ["10.0.0.1"] } },
      SecurityGroupIds: { SecurityGroupId: [groupId] },
      Tags: { Tag: tagsOf(host, false) },
    };
  }
}

const nameOfHost = (host: number) => `prod-web-${host + 1}`;

function tagsOf(host: number, isTerway: boolean): Json {
  const tags = [
    { TagKey: "env", TagValue: ["prod", "test", "stage"][host % 3] ?? "" },
    { TagKey: "team", TagValue: `team-${host % 40}` },
  ];
  return isTerway ? [...tags, { TagKey: "creator", TagValue: "terway" }] : tags;
}

function parsed(text: string): Json {
  const body = parseJson(text);
  if (body === undefined) throw new Error("what was written could not be parsed");
  return body;
}
