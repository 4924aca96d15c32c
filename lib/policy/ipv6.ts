const GROUPS = 8;
const GROUP_BITS = 16n;
const BITS = 128;

/** IPv6 text as a number, so that ranges are compared by arithmetic; null for anything else. */
export function ipv6Number(address: string): bigint | null {
  const [before = "", after, ...rest] = address.split("::");
  if (rest.length > 0) return null;
  const [first, last] = [before, after ?? ""].map((side) => (side === "" ? [] : side.split(":")));
  if (first === undefined || last === undefined) return null;
  const missing = GROUPS - first.length - last.length;
  if (after === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...first, ...Array.from({ length: missing }, () => "0"), ...last];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((total, group) => (total << GROUP_BITS) | BigInt(`0x${group}`), 0n);
}

export interface Ipv6Range {
  first: bigint;
  last: bigint;
}

/** `2408:4005::/32`: first and last address of a range; null for anything else. */
export function parseIpv6Range(text: string): Ipv6Range | null {
  const [address = "", bits = "", ...rest] = text.split("/");
  const number = ipv6Number(address);
  if (number === null || rest.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > BITS) return null;
  const free = BigInt(BITS - Number(bits));
  const first = (number >> free) << free;
  return { first, last: first + (1n << free) - 1n };
}
