import { dotted } from "#emulator/world/address-texts.ts";

/** Host numbers below this one are kept free, as VPC keeps its first and last addresses to itself. */
const FIRST_HOST = 10;

/** Hands out the addresses of one vSwitch, each once. */
export class AddressPool {
  readonly #base: number;
  readonly #size: number;
  readonly #ipv6Prefix: string;
  #next = FIRST_HOST;
  #nextIpv6 = FIRST_HOST;

  /** `cidr` like 10.1.0.0/20, `ipv6Cidr` a /64 like 2408:4005:1:1::/64. */
  constructor(cidr: string, ipv6Cidr: string) {
    const [address = "", bits = "24"] = cidr.split("/");
    this.#base = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    this.#size = 2 ** (32 - Number(bits));
    this.#ipv6Prefix = ipv6Cidr.replace(/::\/64$/, "");
  }

  get isExhausted(): boolean {
    return this.#next >= this.#size - 4;
  }

  ipv4(): string {
    if (this.isExhausted) throw new Error("the vSwitch has no address left");
    return dotted(this.#base + this.#next++);
  }

  /** A /28, which is what ECS gives out as an IPv4 prefix; taken from the end, where single addresses do not reach. */
  ipv4Prefix(index: number): string {
    return `${dotted(this.#base + this.#size - 16 * (index + 2))}/28`;
  }

  ipv6(): string {
    return `${this.#ipv6Prefix}::${(this.#nextIpv6++).toString(16)}`;
  }
}
