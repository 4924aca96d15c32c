import { describe, expect, test } from "vitest";
import { looksLikeRequestId, networkInterfaceItem } from "#components/palette/palette-item.ts";
import { networkInterfaceRowSchema } from "#lib/contract/inventory.ts";

describe("what the palette leads to", () => {
  test("links to an ENI carry account and region, so that they open the same thing anywhere", () => {
    const row = networkInterfaceRowSchema.pick({
      accountId: true,
      regionId: true,
      networkInterfaceId: true,
      primaryPrivateIp: true,
      instanceName: true,
      name: true,
      status: true,
    });
    const eni = row.parse({
      accountId: "1234567890123456",
      regionId: "cn-hangzhou",
      networkInterfaceId: "eni-web1data",
      primaryPrivateIp: "10.0.1.17",
      instanceName: "web-1",
      name: "data",
      status: "InUse",
    });
    expect(networkInterfaceItem(eni)).toMatchObject({
      href: "/network-interfaces/eni-web1data?accountId=1234567890123456&regionId=cn-hangzhou",
      detail: "10.0.1.17 · web-1 · cn-hangzhou",
    });
  });

  test.each([
    ["8F9B6C4E-1C55-4F0E-9E4C-6F6C7A1D0001", true],
    ["019368f2-7a2e-7c01-9a30-5a7f5d6e0a11", true],
    ["8F9B6C4E", false],
    ["eni-web1data", false],
    ["10.0.1.17", false],
  ])("%s looks like a request id: %s", (text, answer) => {
    expect(looksLikeRequestId(text)).toBe(answer);
  });
});
