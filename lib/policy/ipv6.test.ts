import { describe, expect, it } from "vitest";
import { ipv6Number, parseIpv6Range } from "#lib/policy/ipv6.ts";

describe("an IPv6 address", () => {
  it("is the same number however it is written", () => {
    const number = 0x2408_4005_0001_0000_0000_0000_0000_000an;
    expect(ipv6Number("2408:4005:1::a")).toBe(number);
    expect(ipv6Number("2408:4005:0001:0:0:0:0:000A")).toBe(number);
    expect(ipv6Number("::")).toBe(0n);
    expect(ipv6Number("::1")).toBe(1n);
    expect(ipv6Number("1::")).toBe(1n << 112n);
  });

  it.each([
    "",
    "10.0.0.1",
    "1:2:3",
    "1::2::3",
    "12345::",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    "g::",
    ":1:2:3:4:5:6:7",
  ])("is not %j", (text) => {
    expect(ipv6Number(text)).toBeNull();
  });
});

it("an IPv6 range is the addresses that share its first bits", () => {
  expect(parseIpv6Range("2408:4005:0:12ff::/56")).toEqual({
    first: 0x2408_4005_0000_1200n << 64n,
    last: (0x2408_4005_0000_1300n << 64n) - 1n,
  });
  expect(parseIpv6Range("::1/128")).toEqual({ first: 1n, last: 1n });
  expect(parseIpv6Range("::/0")).toEqual({ first: 0n, last: 2n ** 128n - 1n });
  expect(parseIpv6Range("::1/129")).toBeNull();
  expect(parseIpv6Range("::1")).toBeNull();
  expect(parseIpv6Range("10.0.0.0/8")).toBeNull();
});
