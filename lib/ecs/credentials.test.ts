import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { alibabaCloudCredentials } from "#lib/ecs/credentials.ts";
import { httpAnswer, type RawServer, startRawServer } from "#lib/ecs/testing/raw-server.ts";

const session = (number: number) => ({
  AccessKeyId: `canary-id-${number}`,
  AccessKeySecret: `canary-secret-${number}`,
  SecurityToken: `canary-token-${number}`,
  Expiration: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d{3}Z$/, "Z"),
});

let server: RawServer;
let asked = 0;
let answer: (nth: number) => string;

beforeAll(async () => {
  server = await startRawServer((socket) => {
    asked += 1;
    socket.end(httpAnswer(200, answer(asked), { connection: "close" }));
  });
  // No profile of whoever runs this, and no metadata service.
  vi.stubEnv("HOME", mkdtempSync(join(tmpdir(), "no-home-")));
  vi.stubEnv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
  for (const name of ["ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN", "CREDENTIALS_URI", "PROFILE"]) {
    vi.stubEnv(`ALIBABA_CLOUD_${name}`, undefined);
  }
});
beforeEach(() => {
  asked = 0;
  answer = (nth) => JSON.stringify(session(nth));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

describe("credentials from a URI", () => {
  it("are read once for calls made at the same time and kept while they are fresh", async () => {
    const source = alibabaCloudCredentials({ kind: "credentials-uri", uri: server.url });
    const together = await Promise.all([source.get(), source.get(), source.get()]);
    expect(together).toEqual(Array(3).fill(await source.get()));
    expect(together[0]).toEqual({
      ok: true,
      value: {
        accessKeyId: "canary-id-1",
        accessKeySecret: "canary-secret-1",
        securityToken: "canary-token-1",
      },
    });
    expect(asked).toBe(1);
  });

  it("are asked for again after a failure, which says nothing of what came", async () => {
    answer = (nth) => (nth === 1 ? '{"AccessKeyId":"canary"}' : JSON.stringify(session(nth)));
    const source = alibabaCloudCredentials({ kind: "credentials-uri", uri: server.url });
    expect(await source.get()).toEqual({
      ok: false,
      error: { kind: "not-sent", cause: "the credentials URI gave no usable AccessKey" },
    });
    expect(await source.get()).toMatchObject({ ok: true, value: { accessKeyId: "canary-id-2" } });
  });
});

describe("credentials from the default chain", () => {
  it("are found later, when they were not there at first", async () => {
    const source = alibabaCloudCredentials({ kind: "default-chain" });
    expect(await source.get()).toMatchObject({ ok: false, error: { kind: "not-sent" } });
    vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", "canary-id");
    vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "canary-secret");
    expect(await source.get()).toEqual({
      ok: true,
      value: { accessKeyId: "canary-id", accessKeySecret: "canary-secret" },
    });
    vi.stubEnv("ALIBABA_CLOUD_SECURITY_TOKEN", "canary-token");
    expect(await source.get()).toMatchObject({ ok: true, value: { securityToken: "canary-token" } });
  });
});
