import { expect, it } from "vitest";
import { SeededRandom } from "#emulator/world/random.ts";
import { AddressColumns } from "#lib/inventory/search-index/address-columns.ts";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import { parseRange } from "#lib/policy/search-query.ts";

const ROWS = 3_000;

it("a range of any width finds the addresses in it and no others, also after they changed", () => {
  const random = new SeededRandom(11);
  const octet = () => random.below(256);
  const some = () => [10, 10, random.below(4) * 64, octet()];
  const anyOf = () => (random.below(4) === 0 ? [octet(), octet(), octet(), octet()] : some());
  const columns = new AddressColumns();
  const rows = Array.from({ length: ROWS }, (_, slot) => {
    const before = { ipv4: [anyOf().join(".")], ipv6: [] };
    const after = { ipv4: [anyOf().join("."), anyOf().join(".")], ipv6: [] };
    columns.change(slot, { ipv4: [], ipv6: [] }, before, ROWS);
    if (slot % 3 === 0) return before;
    columns.change(slot, before, after, ROWS);
    return after;
  });
  const numberOf = (address: string) => address.split(".").reduce((sum, each) => sum * 256 + Number(each), 0);
  for (const address of [...rows.slice(0, 8).flatMap(({ ipv4 }) => ipv4), "255.255.255.255", "0.0.0.0"]) {
    for (let bits = 0; bits <= 32; bits += 1) {
      const range = parseRange(`${address}/${bits}`);
      if (range === null) continue;
      const found = new Bitmap();
      columns.addIpv4(found, range, (slot) => rows[slot]?.ipv4 ?? []);
      const size = 2 ** (32 - bits);
      const first = Math.floor(numberOf(address) / size) * size;
      const isIn = (each: string) => numberOf(each) >= first && numberOf(each) < first + size;
      const looked = [...rows.keys()].filter((slot) => rows[slot]?.ipv4.some(isIn));
      expect([address, bits, ...found.slots()]).toEqual([address, bits, ...looked]);
    }
  }
});
