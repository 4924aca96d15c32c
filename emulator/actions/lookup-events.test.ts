import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callV3 } from "#emulator/client/signed-request.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

const { web1 } = wellKnown;
const DETACH = { RegionId: "cn-hangzhou", InstanceId: web1.instanceId, NetworkInterfaceId: web1.secondEniId };
const LAG_MS = 10_000;

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0, trailLagMs: LAG_MS });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset");
  await control(emulator.url, "POST", "/clock", { freeze: true });
});

type Params = Record<string, string>;
const advance = (advanceMs: number) => control(emulator.url, "POST", "/clock", { advanceMs });
const call = (action: string, params: Params, version = "2014-05-26") =>
  callV3({ url: emulator.url, action, params, version, nowMs: emulator.cloud.clock.now() });
const lookup = (params: Params = {}) => call("LookupEvents", params, "2020-07-06");
/** Two lookups fit into a second of the emulator's time, so a second passes before each. */
const events = async (params: Params = {}) => {
  await advance(1_000);
  const { httpStatus, body } = await lookup(params);
  expect(httpStatus, JSON.stringify(body)).toBe(200);
  return body.Events as Record<string, unknown>[];
};

test("a detach is told after the lag, with the RequestId of its answer", async () => {
  const { body } = await call("DetachNetworkInterface", DETACH);
  await advance(LAG_MS - 2_000);
  expect(await events()).toEqual([]);
  expect(await events()).toMatchObject([
    {
      eventName: "DetachNetworkInterface",
      requestId: body.RequestId,
      eventRW: "Write",
      eventType: "ApiCall",
      acsRegion: "cn-hangzhou",
      serviceName: "Ecs",
      errorCode: "",
      requestParameters: DETACH,
      resourceType: "ACS::ECS::Instance;ACS::ECS::NetworkInterface",
      resourceName: `${web1.instanceId};${web1.secondEniId}`,
      referencedResources: { "ACS::ECS::NetworkInterface": [web1.secondEniId] },
      userIdentity: { type: "ram-user", userName: "eni-desk", accessKeyId: "emulator" },
    },
  ]);
});

test("refusals, changes from outside and refused ones of those are told, reads are not", async () => {
  await call("DescribeRegions", {});
  await call("DetachNetworkInterface", { ...DETACH, NetworkInterfaceId: web1.primaryEniId });
  await control(emulator.url, "POST", "/outside", {
    action: "DetachNetworkInterface",
    userName: "a-colleague",
    ...DETACH,
  });
  await expect(
    control(emulator.url, "POST", "/outside", { action: "StartInstance", InstanceId: web1.instanceId }),
  ).rejects.toThrow(/409/);
  await advance(LAG_MS);
  expect(await events({ Direction: "FORWARD" })).toMatchObject([
    { errorCode: "InvalidOperation.DetachPrimaryEniNotAllowed" },
    { eventType: "ConsoleOperation", errorCode: "", userIdentity: { userName: "a-colleague" } },
    { eventName: "StartInstance", acsRegion: "cn-hangzhou", errorCode: "IncorrectInstanceStatus" },
  ]);
});

test("an answer that lies does not change what is told", async () => {
  const fault = { kind: "error", code: "InternalError", applied: true };
  await control(emulator.url, "POST", "/faults", { match: {}, fault, times: 1 });
  expect((await call("DetachNetworkInterface", DETACH)).httpStatus).toBe(500);
  await advance(LAG_MS);
  expect(await events()).toMatchObject([{ eventName: "DetachNetworkInterface", errorCode: "" }]);
});

describe("what is asked for", () => {
  beforeEach(async () => {
    await call("DetachNetworkInterface", DETACH);
    await call("RebootInstance", { InstanceId: wellKnown.web2.instanceId });
    await call("StartInstance", { InstanceId: wellKnown.hangzhouStopped.instanceId });
    await advance(LAG_MS);
  });
  const names = async (params: Params) => (await events(params)).map((event) => event.eventName);
  const attribute = (number: number, key: string, value: string): Params => ({
    [`LookupAttribute.${number}.Key`]: key,
    [`LookupAttribute.${number}.Value`]: value,
  });

  test("newest first, or oldest first", async () => {
    expect(await names({})).toEqual(["StartInstance", "RebootInstance", "DetachNetworkInterface"]);
    expect(await names({ Direction: "FORWARD" })).toEqual([
      "DetachNetworkInterface",
      "RebootInstance",
      "StartInstance",
    ]);
  });

  test("by attributes: exact, both of two, the last of one given twice, no third one", async () => {
    expect(await names(attribute(1, "ResourceName", web1.secondEniId))).toEqual(["DetachNetworkInterface"]);
    expect(await names(attribute(1, "EventName", "rebootinstance"))).toEqual([]);
    const two = { ...attribute(1, "EventName", "RebootInstance"), ...attribute(2, "User", "somebody") };
    expect(await names(two)).toEqual([]);
    const twice = {
      ...attribute(1, "EventName", "StartInstance"),
      ...attribute(2, "EventName", "RebootInstance"),
    };
    expect(await names(twice)).toEqual(["RebootInstance"]);
    const third = {
      ...attribute(1, "EventName", "RebootInstance"),
      ...attribute(2, "EventRW", "Write"),
      ...attribute(3, "User", "somebody"),
    };
    expect(await names(third)).toEqual(["RebootInstance"]);
  });

  test("page by page, each once", async () => {
    const first = await lookup({ MaxResults: "2" });
    const NextToken = String(first.body.NextToken);
    expect(await names({ MaxResults: "2", NextToken })).toEqual(["DetachNetworkInterface"]);
    expect(await lookup({ MaxResults: "2", NextToken, Direction: "FORWARD" })).toMatchObject({
      httpStatus: 400,
    });
  });

  test.each<[string, Params, string]>([
    ["one end of a span", { StartTime: "now" }, "InvalidParameterCombination"],
    ["no time", { StartTime: "soon", EndTime: "later" }, "InvalidParameterStartTime"],
    ["an unknown attribute", attribute(1, "Colour", "red"), "InvalidQueryParameter"],
    ["51 results", { MaxResults: "51" }, "InvalidQueryParameter"],
    ["another direction", { Direction: "SIDEWAYS" }, "InvalidQueryParameter"],
  ])("refuses %s", async (_what, params, Code) => {
    expect(await lookup(params)).toMatchObject({ httpStatus: 400, body: { Code } });
  });

  test("a span of 30 days is allowed, a longer one and one that ends before it begins are not", async () => {
    const daysAgo = (days: number) =>
      `${new Date(emulator.cloud.clock.now() - days * 86_400_000).toISOString().slice(0, 19)}Z`;
    expect(await names({ StartTime: daysAgo(30), EndTime: daysAgo(0) })).toHaveLength(3);
    const refused = async (start: number, end: number) => {
      await advance(1_000);
      return (await lookup({ StartTime: daysAgo(start), EndTime: daysAgo(end) })).body.Code;
    };
    expect(await refused(31, 0)).toBe("InvalidParameterCombination");
    expect(await refused(1, 2)).toBe("InvalidParameterEndTime");
    expect(await refused(91, 80)).toBe("InvalidParameterStartTime");
  });

  test("twice a second", async () => {
    await lookup();
    await lookup();
    expect(await lookup()).toMatchObject({ httpStatus: 400, body: { Code: "Throttling.User" } });
    await advance(1_000);
    expect((await lookup()).httpStatus).toBe(200);
  });
});
