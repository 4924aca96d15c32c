import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { send, signV3 } from "#emulator/client/signed-request.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { readConfig } from "#lib/config/read-config.ts";
import { systemClock } from "#lib/core/clock.ts";
import type { EcsCallRecord } from "#lib/ecs/call.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import { type Egress, startEgress } from "#lib/ecs/testing/egress.ts";
import { EMULATOR_ACCOUNT_ID, EMULATOR_KEYS } from "#lib/ecs/testing/emulated-client.ts";
import { httpAnswer, type RawServer, startRawServer } from "#lib/ecs/testing/raw-server.ts";
import { findAccounts } from "#lib/inventory/find-accounts.ts";

/**
 * ENI Desk as it runs against Alibaba Cloud: ECS_MODE=alibaba-cloud, real host names, HTTPS, an egress proxy with a
 * password and a private certificate authority. Only what lies behind the TLS is the emulator.
 */
const { web1, db1 } = wellKnown;
const PROXY_PASSWORD = "canary-proxy-password";
const NAMES = [
  "sts.aliyuncs.com",
  "ecs.aliyuncs.com",
  "ecs-cn-hangzhou.aliyuncs.com",
  "ecs.cn-beijing.aliyuncs.com",
];

let emulator: RunningEmulator;
let egress: Egress;
let uri: RawServer;
let temporary: { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string; Expiration: string };
const records: EcsCallRecord[] = [];
const closers: (() => void)[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ detachMs: 60_000 });
  egress = await startEgress({
    behindPort: emulator.port,
    names: NAMES,
    user: "desk",
    password: PROXY_PASSWORD,
  });
  uri = await startRawServer((socket) => socket.end(httpAnswer(200, JSON.stringify(temporary))));
});
afterAll(async () => {
  for (const close of closers) close();
  await egress.close();
  await uri.close();
  await emulator.close();
});
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset");
  temporary = await assumeRole();
  egress.targets.length = 0;
  egress.seen = "";
  records.length = 0;
});

async function assumeRole(): Promise<typeof temporary> {
  const params = {
    RoleArn: `acs:ram::${EMULATOR_ACCOUNT_ID}:role/eni-desk`,
    RoleSessionName: "production-path",
  };
  const request = signV3({ url: emulator.url, action: "AssumeRole", version: "2015-04-01", params });
  const answer = await send(emulator.url, request);
  return (JSON.parse(answer.body) as { Credentials: typeof temporary }).Credentials;
}

interface Way {
  password?: string;
  isCaTrusted?: boolean;
}

async function clientFrom(
  env: Record<string, string>,
  { password, isCaTrusted = true }: Way = {},
): Promise<EcsClient> {
  const accounts = accountsFrom(env, password ?? PROXY_PASSWORD, isCaTrusted);
  const found = await accounts();
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  const [account] = found.value;
  if (!account) throw new Error("no account");
  expect(account.account.accountId).toBe(EMULATOR_ACCOUNT_ID);
  return account.ecs;
}

function accountsFrom(env: Record<string, string>, password: string, isCaTrusted: boolean) {
  const config = readConfig({
    ECS_MODE: "alibaba-cloud",
    NEXTAUTH_SECRET: "x9#Kq2vLr7!TzWm4pYdB8sNc6hJfG1uA0eRi5oXy",
    NEXTAUTH_URL: "https://eni-desk.example",
    HTTPS_PROXY: `http://desk:${password}@${egress.proxyHost}`,
    NODE_EXTRA_CA_CERTS: egress.caFile,
    ...env,
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const ca = isCaTrusted ? [readFileSync(egress.caFile, "utf8")] : [];
  const accounts = findAccounts(config.value, systemClock, ca, (record) => records.push(record));
  closers.push(accounts.close);
  return accounts.find;
}

const LONG_LIVED = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: EMULATOR_KEYS.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: EMULATOR_KEYS.accessKeySecret,
};

describe("with credentials from", () => {
  it.each<[string, () => Record<string, string>, () => string]>([
    ["an AccessKey in the environment", () => LONG_LIVED, () => EMULATOR_KEYS.accessKeyId],
    [
      "an STS token in the environment",
      () => ({
        ALIBABA_CLOUD_ACCESS_KEY_ID: temporary.AccessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: temporary.AccessKeySecret,
        ALIBABA_CLOUD_SECURITY_TOKEN: temporary.SecurityToken,
      }),
      () => temporary.AccessKeyId,
    ],
    ["a credentials URI", () => ({ ALIBABA_CLOUD_CREDENTIALS_URI: uri.url }), () => temporary.AccessKeyId],
  ])("%s, instances are read and an ENI is detached", async (_name, env, accessKeyId) => {
    const client = await clientFrom(env());
    const hangzhou = await client.describeInstances({ regionId: "cn-hangzhou" });
    const beijing = await client.describeNetworkInterfaces({
      regionId: "cn-beijing",
      instanceId: db1.instanceId,
    });
    expect(hangzhou.ok && hangzhou.value.instances.length).toBeGreaterThan(10);
    expect(beijing.ok && beijing.value.networkInterfaces.length).toBeGreaterThan(1);

    const detached = await client.detachNetworkInterface({
      regionId: "cn-hangzhou",
      instanceId: web1.instanceId,
      networkInterfaceId: web1.secondEniId,
    });
    const { calls } = (await control(emulator.url, "GET", "/journal?action=DetachNetworkInterface")) as {
      calls: object[];
    };
    expect(calls).toMatchObject([
      {
        applied: true,
        accessKeyId: accessKeyId(),
        requestId: detached.ok ? detached.value.requestId : "none",
      },
    ]);
    expect(new Set(egress.targets)).toEqual(new Set(NAMES.map((name) => `${name}:443`)));
  });
});

describe("on the way", () => {
  it("the proxy sees names and nothing of what is said", async () => {
    const client = await clientFrom({ ALIBABA_CLOUD_CREDENTIALS_URI: uri.url });
    await client.describeRegions();
    expect(egress.seen.length).toBeGreaterThan(1_000);
    for (const word of ["DescribeRegions", temporary.AccessKeyId, temporary.SecurityToken, "Signature"]) {
      expect(egress.seen).not.toContain(word);
    }
  });

  it.each<[string, Way, RegExp]>([
    [
      "the certificate authority is not trusted",
      { isCaTrusted: false },
      /^TLS with sts\.aliyuncs\.com failed \((SELF|UNABLE)/,
    ],
    [
      "the proxy does not know the password",
      { password: "canary-wrong" },
      /refused the tunnel \(HTTP 407\)$/,
    ],
  ])("nothing is sent when %s", async (_name, { password = PROXY_PASSWORD, isCaTrusted = true }, cause) => {
    await control(emulator.url, "DELETE", "/journal");
    const found = await accountsFrom(LONG_LIVED, password, isCaTrusted)();
    expect(found).toMatchObject({
      ok: false,
      error: { kind: "not-sent", cause: expect.stringMatching(cause) },
    });
    expect(await control(emulator.url, "GET", "/journal")).toEqual({ calls: [] });
    expect(JSON.stringify([found, records])).not.toMatch(/canary|emulator-secret/);
  });

  it("nothing is sent to a server whose certificate is for another name", async () => {
    const client = await clientFrom(LONG_LIVED);
    const detached = await client.detachNetworkInterface({
      regionId: "ap-southeast-1",
      instanceId: web1.instanceId,
      networkInterfaceId: web1.secondEniId,
    });
    expect(detached).toMatchObject({
      error: {
        kind: "not-sent",
        cause: "TLS with ecs.ap-southeast-1.aliyuncs.com failed (ERR_TLS_CERT_ALTNAME_INVALID)",
      },
    });
    expect(await control(emulator.url, "GET", "/journal?action=DetachNetworkInterface")).toEqual({
      calls: [],
    });
  });
});
