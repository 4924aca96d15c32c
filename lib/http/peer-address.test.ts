import { describe, expect, it } from "vitest";
import { peerAddress, trustedProxies } from "#lib/http/peer-address.ts";

const nobody = trustedProxies([]);
const proxies = trustedProxies(["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"]);

describe("the address of a caller", () => {
  it.each([
    ["is the socket's, whatever the caller writes", "203.0.113.9", "198.51.100.1", nobody, "203.0.113.9"],
    [
      "is written as IPv4 where the socket is dual-stack",
      "::ffff:203.0.113.9",
      undefined,
      nobody,
      "203.0.113.9",
    ],
    ["comes from a trusted proxy's header", "10.0.0.5", "198.51.100.1", proxies, "198.51.100.1"],
    [
      "is the nearest that is no proxy of ours",
      "10.0.0.5",
      "1.2.3.4, 198.51.100.1, 192.0.2.1",
      proxies,
      "198.51.100.1",
    ],
    ["is not taken from an untrusted sender's header", "203.0.113.9", "198.51.100.1", proxies, "203.0.113.9"],
    ["is the proxy's where its header is no address", "10.0.0.5", "unknown", proxies, "10.0.0.5"],
    ["works over IPv6 too", "2001:db8::5", "198.51.100.1", proxies, "198.51.100.1"],
  ])("%s", (_name, socket, forwarded, trusted, want) => {
    expect(peerAddress(socket, forwarded, trusted)).toBe(want);
  });
});
