import { describe, expect, it } from "vitest";
import { parseProxy } from "#lib/ecs/proxy.ts";

describe("HTTPS_PROXY", () => {
  it.each([
    [
      "http://proxy.example:3128",
      { protocol: "http", hostname: "proxy.example", port: 3128, authorization: null },
    ],
    ["http://proxy.example", { port: 80 }],
    ["https://proxy.example/", { protocol: "https", port: 443 }],
    ["http://[::1]:3128", { hostname: "::1" }],
    [
      "http://me:p%40ss%3A@proxy.example:1",
      { authorization: `Basic ${Buffer.from("me:p@ss:").toString("base64")}` },
    ],
    [
      "http://me:50%25%zz%C3%A9@proxy.example/path?x",
      { authorization: `Basic ${Buffer.from("me:50%%zzé").toString("base64")}`, port: 80 },
    ],
  ])("may be %s", (value, proxy) => expect(parseProxy(value)).toMatchObject({ ok: true, value: proxy }));

  it.each([
    "proxy.example:3128",
    "socks5://me:canary@proxy.example",
    "http://me:canary@",
    "http://me:canary@proxy.example:99999",
    "",
  ])("may not be %j, and the sentence does not repeat it", (value) => {
    const result = parseProxy(value);
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain("canary");
  });
});
