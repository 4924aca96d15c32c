import type { SeededRandom } from "#emulator/world/random.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { anInstance, aSecondaryInterface } from "#lib/policy/sample.test-data.ts";

/** Rows of one region, so much alike that searches find some of them and not all. */
export class RandomRows {
  readonly #random: SeededRandom;
  readonly #place: { accountId: string; regionId: string };
  readonly instances = new Map<string, Instance>();
  readonly interfaces = new Map<string, NetworkInterface>();

  constructor(random: SeededRandom, place: { accountId: string; regionId: string }) {
    this.#random = random;
    this.#place = place;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.#random.below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  /** A new instance, or this one with something else about it. */
  instance(instanceId = `i-bp1${this.#random.text(12)}`): Instance {
    const random = this.#random;
    const instance = anInstance({
      ...this.#place,
      instanceId,
      name: this.pick([
        `web-${random.below(300)}`,
        `Db.${random.below(30)}`,
        "émile",
        "",
        `k8s-${random.text(4)}-x`,
      ]),
      hostName: `iZ${random.text(6)}Z`,
      status: this.pick(["Running", "Running", "Stopped", "Starting"]),
      vpcId: `vpc-bp${random.below(4)}`,
      primaryPrivateIp: `10.${random.below(3)}.${random.below(4)}.${random.below(256)}`,
      tags: this.pick([[], [{ key: "env", value: "prod" }], [{ key: "team", value: "a b" }]]),
    });
    this.instances.set(instanceId, instance);
    return instance;
  }

  /** A new ENI, or this one with something else about it. */
  networkInterface(networkInterfaceId = `eni-bp1${this.#random.text(12)}`): NetworkInterface {
    const random = this.#random;
    const address = () => `10.${random.below(3)}.${random.below(40)}.${random.below(256)}`;
    const primaryPrivateIp = address();
    const instanceId = this.pick([null, "i-bp1unknown", ...[...this.instances.keys()].slice(0, 40)]);
    const eni = aSecondaryInterface({
      ...this.#place,
      networkInterfaceId,
      name: this.pick([
        `generated-eni-${random.below(500)}`,
        "terway",
        "",
        `弹性网卡-${random.below(9)}`,
        "A/B C",
      ]),
      description: this.pick(["", "interface create by terway", `Note ${random.below(20)}`]),
      zoneId: this.pick(["zone-a", "zone-b"]),
      type: this.pick(["Primary", "Secondary", "Secondary", "Trunk", "Member"]),
      status: instanceId === null ? "Available" : this.pick(["InUse", "InUse", "Detaching"]),
      vpcId: `vpc-bp${random.below(4)}`,
      vSwitchId: `vsw-bp${random.below(12)}`,
      primaryPrivateIp,
      privateIps: [
        { address: primaryPrivateIp, primary: true },
        ...(random.below(4) === 0
          ? [
              {
                address: address(),
                primary: false,
                publicIp: { address: `47.1.1.${random.below(256)}`, allocationId: "e" },
              },
            ]
          : []),
      ],
      ipv6:
        random.below(3) === 0
          ? [`2408:4005:${random.below(4).toString(16)}::${random.text(3, "0123456789abcdef")}`]
          : [],
      macAddress: `00:16:3e:${random.text(2, "0123456789abcdef")}:${random.text(2, "0123456789abcdef")}:01`,
      securityGroupIds: random.below(5) === 0 ? ["sg-bp1", "sg-bp2"] : [`sg-bp${random.below(3)}`],
      instanceId,
      trunkNetworkInterfaceId:
        random.below(6) === 0 && this.interfaces.size > 0
          ? this.pick([...this.interfaces.keys()].slice(0, 20))
          : null,
      tags: this.pick([[], [{ key: "env", value: "prod" }], [{ key: "creator", value: "terway" }]]),
      createdAt: `2026-0${1 + random.below(9)}-01T00:00:00Z`,
    });
    this.interfaces.set(networkInterfaceId, eni);
    return eni;
  }
}
