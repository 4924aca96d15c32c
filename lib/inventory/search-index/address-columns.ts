import "server-only";

import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { FacetColumn } from "#lib/inventory/search-index/facet-column.ts";
import { type Ipv6Range, ipv6Number } from "#lib/policy/ipv6.ts";
import { type Ipv4Range, ipv4Number } from "#lib/policy/search-query.ts";

export interface Addresses {
  ipv4: readonly string[];
  ipv6: readonly string[];
}

const groupOf = (size: number) => (address: number) => Math.floor(address / size);

const IPV6_LOW_BITS = 64n;

/** How many IPv4 addresses have their first 8, 12, 16 and 24 bits in common. */
const IPV4_GROUPS = [2 ** 24, 2 ** 20, 2 ** 16];
const SMALLEST_GROUP = 2 ** 8;

/** Addresses by their first 8, 12, 16 and 24 bits (IPv4) and 64 bits (IPv6), so that a range is a few of these. */
export class AddressColumns {
  readonly #smallest = { size: SMALLEST_GROUP, column: new FacetColumn<number>() };
  /** The widest first. */
  readonly #ipv4 = [
    ...IPV4_GROUPS.map((size) => ({ size, column: new FacetColumn<number>() })),
    this.#smallest,
  ];
  readonly #first64 = new FacetColumn<string>();

  change(slot: number, before: Addresses, after: Addresses, outOf: number): void {
    const [old, now] = [keysOf(before), keysOf(after)];
    for (const { size, column } of this.#ipv4) {
      column.remove(slot, old.ipv4.map(groupOf(size)));
      column.add(slot, now.ipv4.map(groupOf(size)), outOf);
    }
    this.#first64.remove(slot, old.first64);
    this.#first64.add(slot, now.first64, outOf);
  }

  /** Adds the slots with an address in the range. */
  addIpv4(found: Bitmap, { first, size }: Ipv4Range, ipv4Of: (slot: number) => readonly string[]): void {
    const whole = this.#ipv4.find((group) => group.size <= size);
    const near = whole ? found : new Bitmap();
    const { size: groupSize, column } = whole ?? this.#smallest;
    const end = (first + size) / groupSize;
    for (let group = Math.floor(first / groupSize); group < end; group += 1) column.addTo(near, group);
    if (whole) return;
    const isIn = (address: number | null) => address !== null && address >= first && address < first + size;
    for (const slot of near.slots()) if (ipv4Of(slot).some((each) => isIn(ipv4Number(each)))) found.set(slot);
  }

  /** Adds the slots with an address in the range. */
  addIpv6(found: Bitmap, { first, last }: Ipv6Range, ipv6Of: (slot: number) => readonly string[]): void {
    const [from, to] = [first >> IPV6_LOW_BITS, last >> IPV6_LOW_BITS];
    const isWhole = last - first >= 2n ** IPV6_LOW_BITS - 1n;
    const near = isWhole ? found : new Bitmap();
    this.#first64.addWhere(near, (key) => BigInt(`0x${key}`) >= from && BigInt(`0x${key}`) <= to);
    if (isWhole) return;
    const isIn = (address: bigint | null) => address !== null && address >= first && address <= last;
    for (const slot of near) if (ipv6Of(slot).some((each) => isIn(ipv6Number(each)))) found.set(slot);
  }
}

function keysOf({ ipv4, ipv6 }: Addresses) {
  return {
    ipv4: ipv4.map(ipv4Number).filter((number) => number !== null),
    first64: ipv6
      .map(ipv6Number)
      .filter((number) => number !== null)
      .map((number) => (number >> IPV6_LOW_BITS).toString(16)),
  };
}
