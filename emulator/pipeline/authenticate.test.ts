import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callV3, DEMO_KEY, type RawAnswer, send, signV1, signV3 } from "#emulator/client/signed-request.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

const FIFTEEN_MINUTES_MS = 15 * 60_000;

let emulator: RunningEmulator;
beforeEach(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterEach(() => emulator.close());

const asked = (more: object = {}) => ({ url: emulator.url, action: "DescribeRegions", ...more });

function codeOf(answer: RawAnswer): { httpStatus: number; code: string } {
  const code = answer.body.startsWith("{")
    ? JSON.parse(answer.body).Code
    : /<Code>(.*)<\/Code>/.exec(answer.body)?.[1];
  return { httpStatus: answer.httpStatus, code: String(code) };
}

async function refusalOf(signed: ReturnType<typeof signV3>) {
  return codeOf(await send(emulator.url, signed));
}

describe.each([
  ["V1", signV1],
  ["V3", signV3],
] as const)("signature %s", (_scheme, sign) => {
  test("is believed when it is right", async () => {
    expect((await send(emulator.url, sign(asked()))).httpStatus).toBe(200);
  });

  test("is refused when made with another secret", async () => {
    const key = { ...DEMO_KEY, accessKeySecret: "guess" };
    expect(await refusalOf(sign(asked({ key })))).toEqual({ httpStatus: 400, code: "SignatureDoesNotMatch" });
  });

  test("is refused when a parameter was changed or added on the way", async () => {
    const signed = sign(asked({ params: { AcceptLanguage: "en-US" } }));
    const changed = { ...signed, path: signed.path.replace("en-US", "zh-CN") };
    const added = { ...signed, path: `${signed.path}&DryRun=true` };
    expect(await refusalOf(changed)).toMatchObject({ code: "SignatureDoesNotMatch" });
    expect(await refusalOf(added)).toMatchObject({ code: "SignatureDoesNotMatch" });
  });

  test("can be used once", async () => {
    const signed = sign(asked());
    expect((await send(emulator.url, signed)).httpStatus).toBe(200);
    expect(await refusalOf(signed)).toEqual({ httpStatus: 400, code: "SignatureNonceUsed" });
  });

  test("leaves the nonce unspent when it is wrong", async () => {
    await refusalOf(sign(asked({ nonce: "n-1", key: { ...DEMO_KEY, accessKeySecret: "guess" } })));
    expect((await send(emulator.url, sign(asked({ nonce: "n-1" })))).httpStatus).toBe(200);
  });

  test("holds for 15 minutes either way, by the emulator's clock", async () => {
    const nowMs = Date.parse("2026-06-01T00:00:00Z");
    await control(emulator.url, "POST", "/clock", { freeze: true, set: nowMs });
    const at = async (offsetMs: number) => refusalOf(sign(asked({ nowMs: nowMs + offsetMs })));
    expect(await at(FIFTEEN_MINUTES_MS)).toMatchObject({ httpStatus: 200 });
    expect(await at(-FIFTEEN_MINUTES_MS)).toMatchObject({ httpStatus: 200 });
    expect(await at(FIFTEEN_MINUTES_MS + 1_000)).toEqual({
      httpStatus: 400,
      code: "InvalidTimeStamp.Expired",
    });
    expect(await at(-FIFTEEN_MINUTES_MS - 1_000)).toEqual({
      httpStatus: 400,
      code: "InvalidTimeStamp.Expired",
    });
  });

  test("of a key that nobody has is refused with the gateway's code", async () => {
    const key = { accessKeyId: "nobody", accessKeySecret: "x" };
    expect(await refusalOf(sign(asked({ key })))).toEqual({
      httpStatus: 404,
      code: "InvalidAccessKeyId.NotFound",
    });
  });

  test("of a disabled key is refused", async () => {
    const key = { accessKeyId: "emulator-disabled", accessKeySecret: "emulator-disabled-secret" };
    expect(await refusalOf(sign(asked({ key })))).toEqual({
      httpStatus: 403,
      code: "InvalidAccessKeyId.Inactive",
    });
  });

  test("of a key that looks real is refused, and the journal does not keep the key", async () => {
    const key = { accessKeyId: ["LT", "AI", "5tAbcDefGhiJklMno"].join(""), accessKeySecret: "x" };
    expect(await refusalOf(sign(asked({ key })))).toEqual({
      httpStatus: 403,
      code: "Emulator.RealAccessKeyRefused",
    });
    expect(JSON.stringify(await control(emulator.url, "GET", "/journal"))).not.toContain(key.accessKeyId);
  });

  test("needs a method that the gateway knows", async () => {
    const signed = sign(asked({ method: "PUT" }));
    expect(await refusalOf(signed)).toEqual({ httpStatus: 403, code: "UnsupportedHTTPMethod" });
  });
});

describe("signature V1", () => {
  test("tells the server's string when it does not match, as old clients expect", async () => {
    const answer = await send(
      emulator.url,
      signV1(asked({ key: { ...DEMO_KEY, accessKeySecret: "x" }, params: { Format: "JSON" } })),
    );
    expect(JSON.parse(answer.body).Message).toMatch(
      /^Specified signature is not matched with our calculation\. server string to sign is:GET&%2F&AccessKeyId%3D/,
    );
  });

  test("answers XML when no Format is given, refusals too", async () => {
    const fine = await send(emulator.url, signV1(asked()));
    expect(fine.headers["content-type"]).toBe("text/xml;charset=utf-8");
    expect(fine.body).toContain("<DescribeRegionsResponse>");
    const refused = await send(emulator.url, signV1(asked({ action: "DescribeNothing" })));
    expect(refused.body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><Error><RequestId>.*<Code>InvalidAction.NotFound<\/Code>/,
    );
  });

  test.each([
    "Timestamp",
    "SignatureNonce",
    "Signature",
    "AccessKeyId",
    "SignatureMethod",
    "SignatureVersion",
  ])("names %s when it is missing", async (name) => {
    const signed = signV1(asked({ params: { Format: "JSON" } }));
    const answer = await send(emulator.url, {
      ...signed,
      path: signed.path.replace(new RegExp(`${name}=[^&]*&?`), ""),
    });
    expect(codeOf(answer)).toEqual({ httpStatus: 400, code: "MissingParameter" });
    expect(JSON.parse(answer.body).Message).toContain(name);
  });

  test("is not mistaken for V3 by the headers that old clients send along", async () => {
    const headers = { "x-acs-action": "DescribeInstances", "x-acs-version": "2014-05-26" };
    const answer = await send(emulator.url, signV1(asked({ headers, params: { Format: "json" } })));
    expect(JSON.parse(answer.body)).toHaveProperty("Regions");
  });
});

describe("signature V3", () => {
  test("must cover every x-acs header, the host and the content type", async () => {
    const signed = signV3(asked());
    for (const name of ["x-acs-extra", "content-type"]) {
      const more = { ...signed, headers: { ...signed.headers, [name]: "text/plain" } };
      expect(await refusalOf(more)).toEqual({ httpStatus: 400, code: "IncompleteSignature" });
    }
    const authorization = (signed.headers.authorization ?? "").replace("host;", "");
    const without = { ...signed, headers: { ...signed.headers, authorization } };
    expect(await refusalOf(without)).toEqual({ httpStatus: 400, code: "IncompleteSignature" });
  });

  test("covers the port of the host", async () => {
    const signed = signV3(asked());
    const other = { ...signed, headers: { ...signed.headers, host: "127.0.0.1" } };
    expect(await refusalOf(other)).toMatchObject({ code: "SignatureDoesNotMatch" });
  });

  test("covers the body by its hash", async () => {
    expect(await refusalOf({ ...signV3(asked()), body: "RegionId=cn-beijing" })).toMatchObject({
      code: "SignatureDoesNotMatch",
    });
  });

  test("wants a time stamp of its form and an algorithm that is offered", async () => {
    const badDate = signV3(asked({ headers: { "x-acs-date": "yesterday" } }));
    expect(await refusalOf(badDate)).toEqual({ httpStatus: 400, code: "InvalidTimeStamp.Format" });
    const signed = signV3(asked());
    const authorization = (signed.headers.authorization ?? "").replace("HMAC-SHA256", "HMAC-SM3");
    expect(await refusalOf({ ...signed, headers: { ...signed.headers, authorization } })).toEqual({
      httpStatus: 400,
      code: "InvalidSignatureMethod",
    });
  });
});

describe("temporary keys", () => {
  async function assume(params: Record<string, string> = {}) {
    const { body } = await callV3({
      url: emulator.url,
      action: "AssumeRole",
      version: "2015-04-01",
      params: { RoleArn: "acs:ram::1000000000000001:role/eni-desk", RoleSessionName: "test", ...params },
    });
    const credentials = body.Credentials as Record<
      "AccessKeyId" | "AccessKeySecret" | "SecurityToken",
      string
    >;
    return {
      accessKeyId: credentials.AccessKeyId,
      accessKeySecret: credentials.AccessKeySecret,
      securityToken: credentials.SecurityToken,
    };
  }

  test("work with their token under both signatures", async () => {
    const key = await assume();
    expect((await send(emulator.url, signV3(asked({ key })))).httpStatus).toBe(200);
    expect((await send(emulator.url, signV1(asked({ key })))).httpStatus).toBe(200);
  });

  test("are refused without, with a wrong, and with another's token", async () => {
    const key = await assume();
    const other = await assume();
    const withToken = (securityToken: string) => refusalOf(signV3(asked({ key: { ...key, securityToken } })));
    expect(await withToken("")).toMatchObject({ code: "MissingSecurityToken" });
    expect(await withToken("nonsense")).toMatchObject({ code: "InvalidSecurityToken.Malformed" });
    expect(await withToken(other.securityToken)).toMatchObject({
      code: "InvalidSecurityToken.MismatchWithAccessKey",
    });
  });

  test("expire when their time is over", async () => {
    await control(emulator.url, "POST", "/clock", { freeze: true });
    const key = await assume({ DurationSeconds: "900" });
    const { nowMs } = (await control(emulator.url, "POST", "/clock", {
      freeze: true,
      advanceMs: 899_000,
    })) as { nowMs: number };
    expect((await send(emulator.url, signV3(asked({ key, nowMs })))).httpStatus).toBe(200);
    await control(emulator.url, "POST", "/clock", { advanceMs: 1_000 });
    expect(await refusalOf(signV3(asked({ key, nowMs })))).toEqual({
      httpStatus: 403,
      code: "InvalidSecurityToken.Expired",
    });
  });

  test("may do no more than the session policy says", async () => {
    const Policy = JSON.stringify({
      Version: "1",
      Statement: [{ Effect: "Allow", Action: "ecs:Describe*", Resource: "*" }],
    });
    const key = await assume({ Policy });
    const params = {
      RegionId: "cn-hangzhou",
      InstanceId: "i-bp1web10000000000000",
      NetworkInterfaceId: "eni-bp1web1second0000000",
    };
    const { httpStatus, body } = await callV3({
      url: emulator.url,
      action: "DetachNetworkInterface",
      params,
      key,
    });
    expect({ httpStatus, code: body.Code }).toEqual({ httpStatus: 403, code: "Forbidden.RAM" });
  });
});

test("a loose emulator believes everyone but who sends a key that looks real", async () => {
  const loose = await startEmulator({ port: 0, isLoose: true });
  const answer = await fetch(`${loose.url}/?Action=DescribeRegions&Version=2014-05-26&Format=JSON`);
  expect(await answer.json()).toHaveProperty("Regions");
  const real = ["LT", "AI", "5tAbcDefGhiJklMno"].join("");
  const refused = await fetch(
    `${loose.url}/?Action=DescribeRegions&Version=2014-05-26&Format=JSON&AccessKeyId=${real}`,
  );
  expect(await refused.json()).toMatchObject({ Code: "Emulator.RealAccessKeyRefused" });
  await loose.close();
});
