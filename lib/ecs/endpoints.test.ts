import { describe, expect, it } from "vitest";
import { alibabaCloudEndpoints, emulatorEndpoints } from "#lib/ecs/endpoints.ts";
import { HOSTILE_REGION_IDS } from "#lib/ecs/hostile-hosts.test-data.ts";

const region = (regionId: string, endpoint = "") => ({ regionId, localName: regionId, endpoint });

/** Every host that may ever be called. */
const DOCUMENTED = /^ecs((-vpc)?\.[a-z0-9-]+|-[a-z0-9-]+)?\.aliyuncs\.com$/;

describe("the hosts of Alibaba Cloud", () => {
  it.each(HOSTILE_REGION_IDS)("never come from the region %j, even if it is listed", (regionId) => {
    const endpoints = alibabaCloudEndpoints();
    endpoints.learn([region(regionId, `ecs.${regionId}.aliyuncs.com`)]);
    expect(endpoints.ofRegion(regionId)).toMatchObject({ ok: false });
  });

  it("are not made for a region that is well-formed but not listed", () => {
    const endpoints = alibabaCloudEndpoints();
    endpoints.learn([region("cn-beijing")]);
    expect(endpoints.ofRegion("cn-hangzhou")).toMatchObject({ ok: false });
    expect(endpoints.ofRegion("cn-beijing")).toMatchObject({
      ok: true,
      value: { protocol: "https", hostname: "ecs.cn-beijing.aliyuncs.com", port: 443 },
    });
  });

  it.each([
    ["what ECS names", "cn-beijing", "ecs.cn-beijing.aliyuncs.com", "ecs.cn-beijing.aliyuncs.com"],
    ["a shared host that ECS names", "us-west-1", "ecs.aliyuncs.com", "ecs.aliyuncs.com"],
    [
      "the odd host of Hangzhou",
      "cn-hangzhou",
      "ecs-cn-hangzhou.aliyuncs.com",
      "ecs-cn-hangzhou.aliyuncs.com",
    ],
    ["the documented host where ECS names none", "cn-hangzhou", "", "ecs-cn-hangzhou.aliyuncs.com"],
    ["the documented host, not a stranger's", "cn-beijing", "ecs.evil.com", "ecs.cn-beijing.aliyuncs.com"],
    [
      "the region's own host, not another's",
      "cn-beijing",
      "ecs.cn-hongkong.aliyuncs.com",
      "ecs.cn-beijing.aliyuncs.com",
    ],
    ["no host with a path", "cn-beijing", "ecs.aliyuncs.com/x", "ecs.cn-beijing.aliyuncs.com"],
    ["no address of the metadata service", "cn-beijing", "100.100.100.200", "ecs.cn-beijing.aliyuncs.com"],
  ])("are %s", (_name, regionId, endpoint, host) => {
    const endpoints = alibabaCloudEndpoints();
    endpoints.learn([region(regionId, endpoint)]);
    expect(endpoints.ofRegion(regionId)).toMatchObject({ ok: true, value: { hostname: host, host } });
    expect(host).toMatch(DOCUMENTED);
  });

  it("of the VPC product are made for listed regions only", () => {
    const endpoints = alibabaCloudEndpoints();
    endpoints.learn([region("cn-beijing", "vpc.evil.com"), region("cn-hangzhou")]);
    expect(endpoints.vpcOfRegion("cn-beijing")).toMatchObject({
      value: { protocol: "https", host: "vpc.cn-beijing.aliyuncs.com" },
    });
    expect(endpoints.vpcOfRegion("cn-hangzhou")).toMatchObject({ value: { host: "vpc.aliyuncs.com" } });
    expect(endpoints.vpcOfRegion("cn-shanghai")).toMatchObject({ ok: false });
  });

  it("are those of the VPC when asked for", () => {
    const endpoints = alibabaCloudEndpoints({ vpcRegionId: "cn-beijing" });
    endpoints.learn([region("cn-hangzhou", "ecs-cn-hangzhou.aliyuncs.com")]);
    expect(endpoints.central().host).toBe("ecs-vpc.cn-beijing.aliyuncs.com");
    expect(endpoints.ofRegion("cn-hangzhou")).toMatchObject({
      value: { host: "ecs-vpc.cn-hangzhou.aliyuncs.com" },
    });
  });
});

describe("the emulator's address", () => {
  it.each([
    ["http://127.0.0.1:4310", "127.0.0.1", 4310],
    ["http://localhost:4310/", "localhost", 4310],
    ["http://[::1]:4310", "::1", 4310],
    ["http://127.0.0.1/", "127.0.0.1", 80],
  ])("may be %s", (url, hostname, port) => {
    expect(emulatorEndpoints(url)).toMatchObject({ ok: true });
    const endpoints = emulatorEndpoints(url);
    expect(endpoints.ok && endpoints.value.central()).toMatchObject({ protocol: "http", hostname, port });
  });

  it.each([
    "https://127.0.0.1:4310",
    "http://127.0.0.2:4310",
    "http://127.1:4310",
    "http://2130706433:4310",
    "http://0x7f000001:4310",
    "http://0:4310",
    "http://0.0.0.0:4310",
    "http://[::ffff:127.0.0.1]:4310",
    "http://[::]:4310",
    "http://100.100.100.200:80",
    "http://169.254.169.254:80",
    "http://ecs.aliyuncs.com:80",
    "http://localhost.evil.com:4310",
    "http://127.0.0.1.evil.com:4310",
    "http://127.0.0.1:4310@evil.com",
    "http://user@127.0.0.1:4310",
    "http://127.0.0.1:4310/path",
    "http://127.0.0.1:4310?x=1",
    "http://127.0.0.1:4310#x",
    "http://127.0.0.1:0",
    "http://127.0.0.1:65536",
    "http://127.0.0.1:4310\r\n",
    "HTTP://127.0.0.1:4310",
    "file:///127.0.0.1",
    "",
  ])("may not be %j", (url) => expect(emulatorEndpoints(url)).toMatchObject({ ok: false }));
});
