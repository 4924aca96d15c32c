import { dotted, ipv4Block, ipv4Number } from "#emulator/world/address-texts.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import type { VSwitch } from "#emulator/world/network-records.ts";

/** Numbers at the end of every vSwitch that VPC keeps to itself; the first one it keeps too. */
const KEPT_AT_END = 3;
/** An IPv4 prefix of an ENI is a /28. */
const PREFIX_SIZE = 16;

/** Which addresses of one vSwitch are taken, and the next ones that are not. Lives as long as one call. */
export class VSwitchAddresses {
  readonly #start: number;
  readonly #size: number;
  readonly #ipv6Start: string;
  readonly #taken = new Set<number>();
  readonly #takenIpv6 = new Set<string>();

  constructor(vSwitch: VSwitch, networkInterfaces: Iterable<NetworkInterface>) {
    const block = ipv4Block(vSwitch.CidrBlock) ?? { start: 0, size: 0 };
    this.#start = block.start;
    this.#size = block.size;
    this.#ipv6Start = vSwitch.Ipv6CidrBlock.replace(/::\/64$/, "");
    for (const eni of networkInterfaces) {
      if (eni.VSwitchId !== vSwitch.VSwitchId) continue;
      for (const set of eni.PrivateIpSets) this.take(set.PrivateIpAddress);
      for (const prefix of eni.Ipv4PrefixSets) this.takePrefix(prefix);
      for (const set of eni.Ipv6Sets) this.#takenIpv6.add(set.Ipv6Address.toLowerCase());
    }
  }

  get availableCount(): number {
    return Math.max(0, this.#size - 1 - KEPT_AT_END - this.#taken.size);
  }

  /** Whether an ENI may have this address at all, taken or not. */
  isWithin(address: string): boolean {
    const offset = (ipv4Number(address) ?? -1) - this.#start;
    return offset >= 1 && offset < this.#size - KEPT_AT_END;
  }

  isTaken(address: string): boolean {
    return this.#taken.has(ipv4Number(address) ?? -1);
  }

  take(address: string): void {
    const value = ipv4Number(address);
    if (value !== undefined) this.#taken.add(value);
  }

  /** The lowest free address, taken now; undefined when there is none. */
  takeNext(): string | undefined {
    for (let offset = 1; offset < this.#size - KEPT_AT_END; offset += 1) {
      const value = this.#start + offset;
      if (this.#taken.has(value)) continue;
      this.#taken.add(value);
      return dotted(value);
    }
    return undefined;
  }

  /** Whether the block is a /28 of this vSwitch without one address taken. */
  isPrefixFree(prefix: string): boolean {
    const block = ipv4Block(prefix);
    if (block?.size !== PREFIX_SIZE) return false;
    const offset = block.start - this.#start;
    if (offset < 0 || offset + PREFIX_SIZE > this.#size) return false;
    return numbersOf(block).every((value) => !this.#taken.has(value));
  }

  takePrefix(prefix: string): void {
    const block = ipv4Block(prefix);
    for (const value of block ? numbersOf(block) : []) this.#taken.add(value);
  }

  /** The highest free /28, where single addresses come last; the very last one holds numbers that VPC keeps. */
  takeNextPrefix(): string | undefined {
    for (let offset = this.#size - 2 * PREFIX_SIZE; offset >= 0; offset -= PREFIX_SIZE) {
      const prefix = `${dotted(this.#start + offset)}/28`;
      if (!this.isPrefixFree(prefix)) continue;
      this.takePrefix(prefix);
      return prefix;
    }
    return undefined;
  }

  isIpv6Within(address: string): boolean {
    return this.#ipv6Start !== "" && address.toLowerCase().startsWith(`${this.#ipv6Start.toLowerCase()}:`);
  }

  isIpv6Taken(address: string): boolean {
    return this.#takenIpv6.has(address.toLowerCase());
  }

  takeIpv6(address: string): void {
    this.#takenIpv6.add(address.toLowerCase());
  }

  takeNextIpv6(): string {
    let number = 1;
    while (this.#takenIpv6.has(`${this.#ipv6Start}::${number.toString(16)}`)) number += 1;
    const address = `${this.#ipv6Start}::${number.toString(16)}`;
    this.#takenIpv6.add(address);
    return address;
  }
}

function numbersOf({ start, size }: { start: number; size: number }): number[] {
  return Array.from({ length: size }, (_, index) => start + index);
}
