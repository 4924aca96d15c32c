import { type AddressBook, numbersOf } from "#emulator/world/address-book.ts";
import { dotted, ipv4Block, ipv4Number } from "#emulator/world/address-texts.ts";
import type { VSwitch } from "#emulator/world/network-records.ts";

/** Numbers at the end of every vSwitch that VPC keeps to itself; the first one it keeps too. */
const KEPT_AT_END = 3;
/** An IPv4 prefix of an ENI is a /28. */
const PREFIX_SIZE = 16;

/**
 * One call's view of the addresses of a vSwitch: those that ENIs have, and on
 * top of them those that the call has taken, which are gone with the call when
 * it is refused.
 */
export class VSwitchAddresses {
  readonly #start: number;
  readonly #size: number;
  readonly #ipv6Start: string;
  readonly #book: AddressBook;
  readonly #taken = new Set<number>();
  readonly #takenIpv6 = new Set<string>();

  constructor(vSwitch: VSwitch, book: AddressBook) {
    const block = ipv4Block(vSwitch.CidrBlock) ?? { start: 0, size: 0 };
    this.#start = block.start;
    this.#size = block.size;
    this.#ipv6Start = vSwitch.Ipv6CidrBlock.replace(/::\/64$/, "").toLowerCase();
    this.#book = book;
  }

  get availableCount(): number {
    return Math.max(0, this.#size - 1 - KEPT_AT_END - this.#book.takenCount - this.#taken.size);
  }

  /** Whether an ENI may have this address at all, taken or not. */
  isWithin(address: string): boolean {
    const offset = (ipv4Number(address) ?? -1) - this.#start;
    return offset >= 1 && offset < this.#size - KEPT_AT_END;
  }

  isTaken(address: string): boolean {
    return this.#isNumberTaken(ipv4Number(address) ?? -1);
  }

  take(address: string): void {
    const value = ipv4Number(address);
    if (value !== undefined) this.#taken.add(value);
  }

  /** The lowest free address, taken now; undefined when there is none. */
  takeNext(): string | undefined {
    for (let offset = 1; offset < this.#size - KEPT_AT_END; offset += 1) {
      const value = this.#start + offset;
      if (this.#isNumberTaken(value)) continue;
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
    return numbersOf(block).every((value) => !this.#isNumberTaken(value));
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
    return this.#ipv6Start !== "" && address.toLowerCase().startsWith(`${this.#ipv6Start}:`);
  }

  isIpv6Taken(address: string): boolean {
    const text = address.toLowerCase();
    return this.#takenIpv6.has(text) || this.#book.isIpv6Taken(text);
  }

  takeIpv6(address: string): void {
    this.#takenIpv6.add(address.toLowerCase());
  }

  takeNextIpv6(): string {
    let number = 1;
    while (this.isIpv6Taken(`${this.#ipv6Start}::${number.toString(16)}`)) number += 1;
    const address = `${this.#ipv6Start}::${number.toString(16)}`;
    this.#takenIpv6.add(address);
    return address;
  }

  #isNumberTaken(value: number): boolean {
    return this.#taken.has(value) || this.#book.isTaken(value);
  }
}
