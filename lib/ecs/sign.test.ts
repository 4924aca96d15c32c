import { describe, expect, it } from "vitest";
import { authorization, canonicalQuery, signRequest } from "#lib/ecs/sign.ts";

const NO_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

describe("signature V3", () => {
  it("agrees with the fixed example of Alibaba Cloud's documentation", () => {
    const parameters = [
      ["ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"],
      ["RegionId", "cn-shanghai"],
    ] as const;
    const headers = {
      host: "ecs.cn-shanghai.aliyuncs.com",
      "x-acs-action": "RunInstances",
      "x-acs-content-sha256": NO_BODY,
      "x-acs-date": "2023-10-26T10:22:32Z",
      "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
      "x-acs-version": "2014-05-26",
    };
    const keys = { accessKeyId: "YourAccessKeyId", accessKeySecret: "YourAccessKeySecret" };
    expect(authorization(parameters, headers, keys)).toBe(
      "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    );
  });

  it("agrees with the official package where every awkward character occurs", () => {
    const parameters = [
      ["RegionId", "cn-hangzhou"],
      ["Tag.1.Key", "a b*'(!)~+/=&%"],
      ["Tag.1.Value", "中文😀"],
      ["NetworkInterfaceId.10", "eni-10"],
      ["NetworkInterfaceId.2", "eni-2"],
      ["Empty", ""],
    ] as const;
    const signed = signRequest({
      host: "127.0.0.1:8080",
      action: "DescribeNetworkInterfaces",
      version: "2014-05-26",
      parameters,
      credentials: { accessKeyId: "testid", accessKeySecret: "testsecret" },
      epochMs: Date.UTC(2026, 0, 1),
      nonce: "n-0002",
    });
    expect(signed.headers.authorization).toContain(
      "Signature=9576242bcefd345c66561a543d82749a016c9fe7f9cb67cec76f1d106fdb4ae2",
    );
    expect(signed.path).toBe(`/?${canonicalQuery(parameters)}`);
  });

  it("sends what it signs, sorted by bytes", () => {
    expect(
      canonicalQuery([
        ["X.2", "b"],
        ["X.10", "a*"],
        ["X.1", "z"],
      ]),
    ).toBe("X.1=z&X.10=a%2A&X.2=b");
  });

  it("puts a temporary key's token under the signature", () => {
    const { headers } = signRequest({
      host: "ecs.aliyuncs.com",
      action: "DescribeRegions",
      version: "2014-05-26",
      parameters: [],
      credentials: { accessKeyId: "id", accessKeySecret: "secret", securityToken: "token" },
      epochMs: 0,
      nonce: "n",
    });
    expect(headers["x-acs-security-token"]).toBe("token");
    expect(headers.authorization).toMatch(/SignedHeaders=[^,]*x-acs-accesskey-id;[^,]*x-acs-security-token/);
  });
});
