import "server-only";

import { BlockList, isIPv4, isIPv6 } from "node:net";

/** Addresses and CIDR blocks whose X-Forwarded-For is believed. Built once; the configuration has checked the forms. */
export function trustedProxies(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** An IPv4 address that a dual-stack socket shows as IPv6 is written as IPv4. */
function plain(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}

function isTrusted(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, "ipv4");
  return isIPv6(address) && list.check(address, "ipv6");
}

/**
 * Who is really calling: the socket's peer, or, behind trusted proxies, the nearest address in X-Forwarded-For that is
 * not one of them. Read from the right, because everything further left may have been written by the caller.
 */
export function peerAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trusted: BlockList,
): string {
  let address = plain(socketAddress ?? "unknown");
  const hops = (forwardedFor ?? "").split(",").map((hop) => plain(hop.trim()));
  while (isTrusted(trusted, address)) {
    const next = hops.pop();
    if (next === undefined || !(isIPv4(next) || isIPv6(next))) break;
    address = next;
  }
  return address;
}
