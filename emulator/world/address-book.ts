import { ipv4Block, ipv4Number } from "#emulator/world/address-texts.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";

type Addressed = Pick<NetworkInterface, "PrivateIpSets" | "Ipv4PrefixSets" | "Ipv6Sets">;

/** The addresses that the ENIs of one vSwitch have, kept as they come and go so that nobody has to look at every ENI. */
export class AddressBook {
  readonly #ipv4 = new Counted<number>();
  readonly #ipv6 = new Counted<string>();

  /** IPv4 addresses that are taken, those of prefixes included, each counted once. */
  get takenCount(): number {
    return this.#ipv4.size;
  }

  isTaken(value: number): boolean {
    return this.#ipv4.has(value);
  }

  /** `address` in lower case. */
  isIpv6Taken(address: string): boolean {
    return this.#ipv6.has(address);
  }

  add(eni: Addressed): void {
    for (const value of ipv4Numbers(eni)) this.#ipv4.add(value);
    for (const set of eni.Ipv6Sets) this.#ipv6.add(set.Ipv6Address.toLowerCase());
  }

  remove(eni: Addressed): void {
    for (const value of ipv4Numbers(eni)) this.#ipv4.remove(value);
    for (const set of eni.Ipv6Sets) this.#ipv6.remove(set.Ipv6Address.toLowerCase());
  }
}

/** A set that knows how often each thing is in it: a patched world may have an address twice. */
class Counted<T> {
  readonly #counts = new Map<T, number>();

  get size(): number {
    return this.#counts.size;
  }

  has(item: T): boolean {
    return this.#counts.has(item);
  }

  add(item: T): void {
    this.#counts.set(item, (this.#counts.get(item) ?? 0) + 1);
  }

  remove(item: T): void {
    const left = (this.#counts.get(item) ?? 0) - 1;
    if (left > 0) this.#counts.set(item, left);
    else this.#counts.delete(item);
  }
}

function* ipv4Numbers(eni: Addressed): Iterable<number> {
  for (const set of eni.PrivateIpSets) {
    const value = ipv4Number(set.PrivateIpAddress);
    if (value !== undefined) yield value;
  }
  for (const prefix of eni.Ipv4PrefixSets) {
    const block = ipv4Block(prefix);
    if (block) yield* numbersOf(block);
  }
}

/** Every number of a block, its first and last included. */
export function numbersOf({ start, size }: { start: number; size: number }): number[] {
  return Array.from({ length: size }, (_, index) => start + index);
}
