import { afterAll, describe, expect, it } from "vitest";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { EcsCallRecord } from "#lib/ecs/call.ts";
import type { CredentialsSource } from "#lib/ecs/credentials.ts";
import { alibabaCloudCredentials } from "#lib/ecs/credentials.ts";
import { redact } from "#lib/ecs/redact.ts";
import { emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { httpAnswer, type RawServer, startRawServer } from "#lib/ecs/testing/raw-server.ts";
import { createTransport } from "#lib/ecs/transport.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const canaries = {
  accessKeyId: `LT${"AI"}${"5tCanaryCanary99"}`,
  accessKeySecret: "canary/secret+With=Marks",
  securityToken: "canary-token/With+Marks==",
};
const temporaryId = `ST${"S."}NUCanary123456`;

const isClean = (value: unknown) => {
  const text = JSON.stringify(value);
  for (const secret of [...Object.values(canaries), temporaryId]) {
    for (const form of [secret, encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret))]) {
      expect(text).not.toContain(JSON.stringify(form).slice(1, -1));
    }
  }
  expect(text).not.toMatch(/Signature=[0-9a-f]{8}/);
};

const servers: RawServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

describe("hiding secrets", () => {
  const known = [canaries.accessKeySecret, canaries.securityToken];

  it.each([
    ["the secret itself", `a ${canaries.accessKeySecret} b`],
    ["a token in a query", `?SecurityToken=${encodeURIComponent(canaries.securityToken)}&x`],
    ["a token encoded twice", `%26${encodeURIComponent(encodeURIComponent(canaries.securityToken))}%26`],
    ["an AccessKey id", `Credential=${canaries.accessKeyId},`],
    ["a temporary AccessKey id", `key ${temporaryId} is unknown`],
    [
      "a header",
      `authorization: ACS3-HMAC-SHA256 Credential=x,SignedHeaders=host,Signature=deadbeefdeadbeef`,
    ],
  ])("removes %s", (_name, text) => isClean(redact(text, known)));

  it("removes a signature and a token that are not known", () => {
    expect(redact("https://ecs.aliyuncs.com/?Signature=abc%3D&SecurityToken=xyz&RegionId=r", [])).toBe(
      "https://ecs.aliyuncs.com/?Signature=[hidden]&SecurityToken=[hidden]&RegionId=r",
    );
  });

  it("leaves ECS's words alone", () => {
    const words =
      "User not authorized to operate on the specified resource. Signature is fine. 实例 i-bp1 的状态";
    expect(redact(words, known)).toBe(words);
  });
});

/** What an answer can do with the request it got: everything is quoted back. */
const echo = (text: string) =>
  JSON.stringify({
    RequestId: "R-1",
    Code: "SignatureDoesNotMatch",
    Message: `server string: ${text} ${Object.values(canaries).join(" ")} ${temporaryId}`,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(canaries.securityToken)}`,
  });

describe("no secret comes out of a call", () => {
  it.each<[string, (text: string) => string | null]>([
    ["is refused by a gateway that quotes it", (text) => httpAnswer(400, echo(text))],
    [
      "is throttled by one",
      (text) => httpAnswer(400, echo(text).replace("SignatureDoesNotMatch", "Throttling")),
    ],
    ["meets a fault of one", (text) => httpAnswer(500, echo(text))],
    ["is answered with a page that quotes it", (text) => httpAnswer(502, `<html>${text}`)],
    ["is answered with a success that quotes it", (text) => httpAnswer(200, JSON.stringify({ Echo: text }))],
    [
      "is sent elsewhere",
      () => httpAnswer(302, "", { location: `http://x/?Signature=${canaries.accessKeySecret}` }),
    ],
    [
      "gets a RequestId that quotes it",
      () => httpAnswer(400, `{"Code":"X","RequestId":"${canaries.securityToken}"}`),
    ],
    ["gets a code that quotes it", () => httpAnswer(400, `{"Code":"${canaries.accessKeySecret}"}`)],
    ["meets something that is not HTTP", (text) => text],
    ["is hung up on", () => null],
  ])("that %s", async (_name, answer) => {
    const server = await startRawServer((socket, text) => {
      const bytes = answer(text);
      if (bytes === null) socket.destroy();
      else socket.end(bytes);
    });
    servers.push(server);
    const told: (EcsCallRecord | EcsFailure)[] = [];
    const client = emulatedClient(server.url, {
      credentials: { get: async () => ({ ok: true, value: canaries }) },
      log: (record) => told.push(record),
    });
    const result = await client.detachNetworkInterface({
      regionId: "cn-hangzhou",
      instanceId: "i-bp1",
      networkInterfaceId: "eni-bp1",
    });
    expect(server.received[0]).toContain(canaries.securityToken);
    expect(result.ok).toBe(false);
    isClean([result, told]);
  });

  it("that cannot be written down because a token holds a line break", async () => {
    const credentials: CredentialsSource = {
      get: async () => ({
        ok: true,
        value: { ...canaries, securityToken: `${canaries.securityToken}\r\nX: y` },
      }),
    };
    const client = emulatedClient("http://127.0.0.1:9", { credentials, transport: createTransport() });
    const result = await client.describeRegions();
    expect(result).toMatchObject({
      error: { kind: "not-sent", cause: expect.stringContaining("ERR_INVALID_CHAR") },
    });
    isClean(result);
  });

  it.each([
    ["answers an error that quotes keys", 500, JSON.stringify(canaries)],
    ["answers text", 200, Object.values(canaries).join(" ")],
    [
      "leaves the token out",
      200,
      JSON.stringify({ AccessKeyId: canaries.accessKeyId, AccessKeySecret: canaries.accessKeySecret }),
    ],
  ])("when the credentials URI %s", async (_name, status, body) => {
    const server = await startRawServer((socket) => socket.end(httpAnswer(status, body)));
    servers.push(server);
    const uri = `${server.url}/?key=${encodeURIComponent(canaries.accessKeySecret)}`;
    const result = await alibabaCloudCredentials({ kind: "credentials-uri", uri }).get();
    expect(result).toMatchObject({ error: { kind: "not-sent" } });
    isClean(result);
  });
});
