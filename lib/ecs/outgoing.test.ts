import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "#lib/config/read-config.ts";
import { systemClock } from "#lib/core/clock.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import { HOSTILE_HOSTS, HOSTILE_REGION_IDS } from "#lib/ecs/hostile-hosts.test-data.ts";
import { type Egress, startEgress } from "#lib/ecs/testing/egress.ts";
import { httpAnswer, type RawServer, startRawServer } from "#lib/ecs/testing/raw-server.ts";
import { findAccounts } from "#lib/inventory/find-accounts.ts";

/**
 * Everything that leaves: ENI Desk as it runs against Alibaba Cloud, behind a proxy that writes down every host it is
 * asked for, and in front of a cloud that tries to lead it elsewhere.
 */
const FALLBACK = "ecs.cn-beijing.aliyuncs.com";
const DOCUMENTED = ["ecs.aliyuncs.com", FALLBACK];
const PROXY_PASSWORD = "canary-proxy-password";

let egress: Egress;
let cloud: RawServer;
let listed: { RegionId: string; RegionEndpoint: string }[] = [];
let elsewhere: string | null = null;
const closers: (() => void)[] = [];

beforeAll(async () => {
  cloud = await startRawServer((socket, text) => {
    const isList = /x-acs-action: DescribeRegions/i.test(text);
    if (elsewhere !== null && !isList) return void socket.end(httpAnswer(307, "", { location: elsewhere }));
    const body = { RequestId: "R-1", Regions: { Region: isList ? listed : [] } };
    socket.end(httpAnswer(200, JSON.stringify(body), { connection: "close" }));
  });
  egress = await startEgress({
    behindPort: cloud.port,
    names: DOCUMENTED,
    user: "desk",
    password: PROXY_PASSWORD,
  });
});
afterAll(async () => {
  for (const close of closers) close();
  await egress.close();
  await cloud.close();
});
beforeEach(() => {
  egress.targets.length = 0;
  listed = [];
  elsewhere = null;
});

function environment(more: Record<string, string> = {}): Record<string, string> {
  return {
    ECS_MODE: "alibaba-cloud",
    ALIBABA_CLOUD_ACCESS_KEY_ID: "test",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "test-secret",
    NEXTAUTH_SECRET: "x9#Kq2vLr7!TzWm4pYdB8sNc6hJfG1uA0eRi5oXy",
    NEXTAUTH_URL: "https://eni-desk.example",
    HTTPS_PROXY: `http://desk:${PROXY_PASSWORD}@${egress.proxyHost}`,
    NODE_EXTRA_CA_CERTS: egress.caFile,
    ...more,
  };
}

function client(): EcsClient {
  const config = readConfig(environment());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const ca = [readFileSync(egress.caFile, "utf8")];
  const access = findAccounts(config.value, systemClock, ca, () => {});
  closers.push(access.close);
  return access.clientFor("1000000000000001");
}

const askBoth = async (ecs: EcsClient, regionId: string) => [
  await ecs.describeNetworkInterfaces({ regionId }),
  await ecs.detachNetworkInterface({ regionId, instanceId: "i-bp1", networkInterfaceId: "eni-bp1" }),
];

const unlisted = () => egress.targets.filter((target) => !DOCUMENTED.includes(target.replace(/:443$/, "")));

describe("what leaves for a region", () => {
  it.each(HOSTILE_REGION_IDS)(
    "is nothing for %j, which is no region, though the cloud lists it",
    async (RegionId) => {
      listed = [
        { RegionId: "cn-beijing", RegionEndpoint: FALLBACK },
        { RegionId, RegionEndpoint: `ecs.${RegionId}.aliyuncs.com` },
      ];
      for (const answer of await askBoth(client(), RegionId)) expect(answer.ok).toBe(false);
      expect(new Set(egress.targets)).toEqual(new Set(["ecs.aliyuncs.com:443"]));
    },
  );

  it.each(HOSTILE_HOSTS)("goes to the documented host when the cloud names %j", async (RegionEndpoint) => {
    listed = [{ RegionId: "cn-beijing", RegionEndpoint }];
    await askBoth(client(), "cn-beijing");
    expect(unlisted()).toEqual([]);
    expect(egress.targets).toContain(`${FALLBACK}:443`);
  });

  it.each([
    "https://evil.example/",
    "http://100.100.100.200/latest/meta-data/",
    "//evil.example/",
    "https://ecs.cn-hangzhou.aliyuncs.com/",
  ])("does not follow a redirect to %s", async (location) => {
    listed = [{ RegionId: "cn-beijing", RegionEndpoint: FALLBACK }];
    elsewhere = location;
    for (const answer of await askBoth(client(), "cn-beijing")) expect(answer).toMatchObject({ ok: false });
    expect(unlisted()).toEqual([]);
    expect(egress.targets.filter((target) => target === `${FALLBACK}:443`)).toHaveLength(2);
  });
});

describe("a configuration that names another host", () => {
  it.each([...HOSTILE_REGION_IDS.filter((text) => text.trim() !== ""), "cn-hangzhou,evil.example"])(
    "is refused as ENI_DESK_REGIONS: %j",
    (text) => {
      const isTrimmed = text.trim() === "cn-hangzhou";
      const read = readConfig(environment({ ENI_DESK_REGIONS: text }));
      // Spaces around a region are a matter of writing; what is left of it is checked.
      if (isTrimmed) expect(read).toMatchObject({ value: { regions: [text.trim()] } });
      else expect(read.ok).toBe(false);
    },
  );

  it.each([
    "https://ecs.aliyuncs.com",
    "https://ecs.aliyuncs.com.evil.example",
    "http://127.0.0.1:4310",
    "http://169.254.169.254",
  ])("is refused as ECS_ENDPOINT with ECS_MODE=alibaba-cloud: %s", (text) => {
    expect(readConfig(environment({ ECS_ENDPOINT: text })).ok).toBe(false);
  });

  it.each([
    "http://169.254.169.254",
    "http://100.100.100.200",
    "file:///etc/passwd",
    "https://ecs.aliyuncs.com.evil.example",
    "https://ecs.aliyuncs.com",
    "http://localhost.evil.example:4310",
    "http://0.0.0.0:4310",
    "http://[::ffff:100.100.100.200]:80",
    "http://user:word@127.0.0.1:4310",
    "http://127.0.0.1:4310@evil.example",
  ])("is refused as the emulator's ECS_ENDPOINT: %s", (text) => {
    const read = readConfig({ NEXTAUTH_SECRET: environment().NEXTAUTH_SECRET, ECS_ENDPOINT: text });
    expect(read.ok).toBe(false);
  });
});
