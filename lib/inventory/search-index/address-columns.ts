import "server-only";

import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { FacetColumn } from "#lib/inventory/search-index/facet-column.ts";
import { type Ipv6Range, ipv6Number } from "#lib/policy/ipv6.ts";
import { type Ipv4Range, ipv4Number } from "#lib/policy/search-query.ts";

export interface Addresses {
  ipv4: readonly string[];
  ipv6: readonly string[];
}

const IPV6_LOW_BITS = 64n;

/** Addresses by their first 16 and 24 bits (IPv4) and 64 bits (IPv6), so that a range is a few of these. */
export class AddressColumns {
  readonly #first16 = new FacetColumn<number>();
  readonly #first24 = new FacetColumn<number>();
  readonly #first64 = new FacetColumn<string>();

  change(slot: number, before: Addresses, after: Addresses, outOf: number): void {
    const [old, now] = [keysOf(before), keysOf(after)];
    this.#first16.remove(slot, old.first16);
    this.#first24.remove(slot, old.first24);
    this.#first64.remove(slot, old.first64);
    this.#first16.add(slot, now.first16, outOf);
    this.#first24.add(slot, now.first24, outOf);
    this.#first64.add(slot, now.first64, outOf);
  }

  /** Adds the slots with an address in the range. */
  addIpv4(found: Bitmap, { first, size }: Ipv4Range, ipv4Of: (slot: number) => readonly string[]): void {
    if (size >= 2 ** 16) {
      this.#first16.addWhere(found, (key) => key * 2 ** 16 >= first && key * 2 ** 16 < first + size);
    } else if (size >= 2 ** 8) {
      for (let key = first / 2 ** 8; key < (first + size) / 2 ** 8; key += 1) this.#first24.addTo(found, key);
    } else {
      const near = new Bitmap();
      this.#first24.addTo(near, Math.floor(first / 2 ** 8));
      const isIn = (address: number | null) => address !== null && address >= first && address < first + size;
      for (const slot of near) if (ipv4Of(slot).some((each) => isIn(ipv4Number(each)))) found.set(slot);
    }
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
  const numbers = ipv4.map(ipv4Number).filter((number) => number !== null);
  return {
    first16: numbers.map((number) => Math.floor(number / 2 ** 16)),
    first24: numbers.map((number) => Math.floor(number / 2 ** 8)),
    first64: ipv6
      .map(ipv6Number)
      .filter((number) => number !== null)
      .map((number) => (number >> IPV6_LOW_BITS).toString(16)),
  };
}
