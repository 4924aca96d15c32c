import { describe, expect, test } from "vitest";
import { canonicalPairs, decodePairs } from "#emulator/pipeline/encoding.ts";
import { signatureV1, stringToSignV1 } from "#emulator/pipeline/signature-v1.ts";
import {
  canonicalRequestV3,
  parseV3Authorization,
  sha256Hex,
  signatureV3,
} from "#emulator/pipeline/signature-v3.ts";

const EMPTY_SHA256 = sha256Hex("");
const SIGNED = [
  "host",
  "x-acs-action",
  "x-acs-content-sha256",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-version",
];

function canonical(query: Record<string, string>, headers: Record<string, string>): string {
  return canonicalRequestV3({
    method: "POST",
    path: "/",
    query: Object.entries(query),
    headers: new Map(Object.entries({ ...headers, "x-acs-content-sha256": EMPTY_SHA256 })),
    signedHeaders: SIGNED,
    contentSha256: EMPTY_SHA256,
  });
}

describe("signature V1", () => {
  test("agrees with the example of the ECS documentation, Request signatures", () => {
    const stringToSign = stringToSignV1("GET", [
      ["Timestamp", "2016-02-23T12:46:24Z"],
      ["Format", "XML"],
      ["AccessKeyId", "testid"],
      ["Action", "DescribeRegions"],
      ["SignatureMethod", "HMAC-SHA1"],
      ["SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"],
      ["Version", "2014-05-26"],
      ["SignatureVersion", "1.0"],
      ["Signature", "is left out"],
    ]);
    expect(stringToSign).toMatch(
      /^GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26/,
    );
    expect(signatureV1("testsecret", stringToSign)).toBe("OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
  });
});

describe("signature V3", () => {
  test("agrees with the fixed example of the SDK documentation, V3 request syntax and signature", () => {
    const request = canonical(
      { ImageId: "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", RegionId: "cn-shanghai" },
      {
        host: "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
      },
    );
    expect(sha256Hex(request)).toBe("7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259");
    expect(signatureV3("YourAccessKeySecret", request)).toBe(
      "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    );
  });

  test("agrees with the vendor's signer on characters, order and empty values", () => {
    const request = canonical(
      {
        RegionId: "cn-hangzhou",
        "Tag.1.Key": "a b*'(!)~+/=&%",
        "Tag.1.Value": "中文😀",
        "NetworkInterfaceId.10": "eni-10",
        "NetworkInterfaceId.2": "eni-2",
        Empty: "",
      },
      {
        host: "127.0.0.1:8080",
        "x-acs-action": "DescribeNetworkInterfaces",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2026-01-01T00:00:00Z",
        "x-acs-signature-nonce": "n-0002",
      },
    );
    expect(signatureV3("testsecret", request)).toBe(
      "9576242bcefd345c66561a543d82749a016c9fe7f9cb67cec76f1d106fdb4ae2",
    );
  });

  test("reads an Authorization header, and none that lacks a piece", () => {
    expect(parseV3Authorization("ACS3-HMAC-SHA256 Credential=id,SignedHeaders=a;b,Signature=ff")).toEqual({
      algorithm: "ACS3-HMAC-SHA256",
      credential: "id",
      signedHeaders: ["a", "b"],
      signature: "ff",
    });
    expect(parseV3Authorization("ACS3-HMAC-SHA256 Credential=id,Signature=ff")).toBeUndefined();
  });
});

describe("parameters on the wire", () => {
  test("read plus as space, keep empty values and values without an equals sign", () => {
    expect(decodePairs("a=b+c&d=&e&f=%E4%B8%AD&g=%")).toEqual([
      ["a", "b c"],
      ["d", ""],
      ["e", ""],
      ["f", "中"],
      ["g", "%"],
    ]);
  });

  test("sort in byte order, ten before two", () => {
    expect(
      canonicalPairs([
        ["X.2", "b"],
        ["X.10", "a"],
        ["x.1", "c"],
        ["X", ""],
      ]),
    ).toBe("X=&X.10=a&X.2=b&x.1=c");
  });
});
