import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callV3, send, signV3 } from "#emulator/client/signed-request.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

const { web1 } = wellKnown;
const PARAMS = { RegionId: "cn-hangzhou", InstanceId: web1.instanceId, NetworkInterfaceId: web1.secondEniId };
const READ = { RegionId: "cn-hangzhou", "NetworkInterfaceId.1": web1.secondEniId };

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0, detachMs: 1_000 });
});
afterAll(() => emulator.close());
beforeEach(() => control(emulator.url, "POST", "/reset"));

const strike = (fault: object, more: object = {}) =>
  control(emulator.url, "POST", "/faults", { match: { action: "DetachNetworkInterface" }, fault, ...more });
const signed = (action = "DetachNetworkInterface", params: Record<string, string> = PARAMS) =>
  signV3({ url: emulator.url, action, params, nowMs: emulator.cloud.clock.now() });
const detach = () => send(emulator.url, signed());
const status = () => emulator.cloud.world.networkInterfaces.get(web1.secondEniId)?.Status;
const lastCall = () => emulator.cloud.journal.list({ action: "DetachNetworkInterface" }).at(-1);

describe("error", () => {
  test("answers any documented code with its documented status, and nothing happens", async () => {
    await strike({ kind: "error", code: "InvalidOperation.EniServiceManaged" });
    const answer = await detach();
    expect(answer.httpStatus).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ Code: "InvalidOperation.EniServiceManaged" });
    expect({ status: status(), applied: lastCall()?.applied }).toEqual({ status: "InUse", applied: false });
  });

  test.each([
    ["ServiceUnavailable", 503, false],
    ["ServiceUnavailable", 503, true],
    ["InternalError", 500, false],
    ["InternalError", 500, true],
  ])("%s is %i, with the effect or without (%s)", async (code, httpStatus, applied) => {
    await strike({ kind: "error", code, applied });
    expect((await detach()).httpStatus).toBe(httpStatus);
    expect({ status: status(), applied: lastCall()?.applied }).toEqual({
      status: applied ? "Detaching" : "InUse",
      applied,
    });
  });

  test("can come with status 200, as an error in the body", async () => {
    await strike({ kind: "error", code: "InternalError", httpStatus: 200 });
    const answer = await detach();
    expect({ httpStatus: answer.httpStatus, body: JSON.parse(answer.body) }).toMatchObject({
      httpStatus: 200,
      body: { Code: "InternalError" },
    });
  });

  test("can lie: the detach is carried out and 500 is answered", async () => {
    await strike({ kind: "error", code: "InternalError", applied: true });
    expect((await detach()).httpStatus).toBe(500);
    expect({ status: status(), call: lastCall() }).toMatchObject({
      status: "Detaching",
      call: { applied: true, httpStatus: 500, code: "InternalError", faults: ["error"] },
    });
  });

  test("takes the other status of a code that has two, and codes that nobody knows", async () => {
    await strike({ kind: "error", code: "InvalidParameter.EniNotBelongEcs", httpStatus: 403 }, { times: 1 });
    expect((await detach()).httpStatus).toBe(403);
    await strike({ kind: "error", code: "Brand.New", message: "word for word" }, { times: 1 });
    const answer = await detach();
    expect({ httpStatus: answer.httpStatus, body: JSON.parse(answer.body) }).toMatchObject({
      httpStatus: 400,
      body: { Code: "Brand.New", Message: "word for word" },
    });
  });
});

test("throttle answers 400 Throttling.User and says when to come back", async () => {
  await strike({ kind: "throttle", retryAfterMs: 1_500 });
  const answer = await detach();
  expect(answer).toMatchObject({ httpStatus: 400, headers: { "x-acs-retry-after": "1500" } });
  expect(JSON.parse(answer.body).Code).toBe("Throttling.User");
  expect(status()).toBe("InUse");
});

describe("a line that breaks", () => {
  test("drop-before breaks it and nothing happens", async () => {
    await strike({ kind: "drop-before" });
    await expect(detach()).rejects.toThrow(/hang up|ECONNRESET/);
    expect({ status: status(), call: lastCall() }).toMatchObject({
      status: "InUse",
      call: { applied: false, httpStatus: 0 },
    });
  });

  test("drop-after breaks it once the detach is carried out", async () => {
    await strike({ kind: "drop-after" });
    await expect(detach()).rejects.toThrow(/hang up|ECONNRESET/);
    expect({ status: status(), call: lastCall() }).toMatchObject({
      status: "Detaching",
      call: { applied: true, httpStatus: 0 },
    });
  });

  test("hang never answers", async () => {
    await strike({ kind: "hang" });
    await expect(send(emulator.url, signed(), 200)).rejects.toThrow("no answer in time");
    expect({ status: status(), call: lastCall() }).toMatchObject({
      status: "InUse",
      call: { httpStatus: 0 },
    });
  });

  test("truncate with reset breaks it in the middle of the body", async () => {
    await strike({ kind: "truncate", reset: true });
    await expect(detach()).rejects.toThrow(/aborted|ECONNRESET/);
    expect(status()).toBe("Detaching");
  });
});

describe("an answer that cannot be used", () => {
  test("truncate is half a document", async () => {
    await strike({ kind: "truncate" });
    const answer = await detach();
    expect(answer.httpStatus).toBe(200);
    expect(() => JSON.parse(answer.body)).toThrow(SyntaxError);
    expect(status()).toBe("Detaching");
  });

  test("html is a proxy's page, and nothing happens unless asked", async () => {
    await strike({ kind: "html" });
    expect(await detach()).toMatchObject({ httpStatus: 502, headers: { "content-type": "text/html" } });
    expect(status()).toBe("InUse");
  });

  test("no-request-id has none in the body nor in the headers", async () => {
    await strike({ kind: "no-request-id" });
    const answer = await detach();
    expect({ httpStatus: answer.httpStatus, body: answer.body }).toEqual({ httpStatus: 200, body: "{}" });
    expect(answer.headers).not.toHaveProperty("x-acs-request-id");
    expect(status()).toBe("Detaching");
  });

  test("redirect points elsewhere", async () => {
    await strike({ kind: "redirect", to: "http://192.0.2.1/" });
    expect(await detach()).toMatchObject({ httpStatus: 307, headers: { location: "http://192.0.2.1/" } });
    expect(status()).toBe("InUse");
  });
});

describe("time", () => {
  test("stuck stays in Detaching however long one waits, until it is sent again", async () => {
    await strike({ kind: "stuck" }, { times: 1 });
    expect((await detach()).httpStatus).toBe(200);
    await control(emulator.url, "POST", "/clock", { freeze: true, advanceMs: 600_000 });
    expect(status()).toBe("Detaching");
    expect((await detach()).httpStatus).toBe(200);
    await control(emulator.url, "POST", "/clock", { advanceMs: 1_000 });
    expect(status()).toBe("Available");
  });

  test("apply-late carries the call out when its time comes, though nobody waits", async () => {
    await control(emulator.url, "POST", "/clock", { freeze: true });
    await strike({ kind: "apply-late", ms: 5_000 }, { times: 1 });
    await expect(send(emulator.url, signed(), 200)).rejects.toThrow("no answer in time");
    expect({ status: status(), applied: lastCall()?.applied }).toEqual({ status: "InUse", applied: false });
    await control(emulator.url, "POST", "/clock", { advanceMs: 5_000 });
    await expect.poll(() => lastCall()?.applied).toBe(true);
    expect(status()).toBe("Detaching");
  });

  test("stale-reads answers as of some seconds ago", async () => {
    await control(emulator.url, "POST", "/clock", { freeze: true });
    await control(emulator.url, "POST", "/faults", {
      match: { action: "DescribeNetworkInterfaces" },
      fault: { kind: "stale-reads", ms: 2_000 },
    });
    await detach();
    const seen = async () => {
      const answer = await send(emulator.url, signed("DescribeNetworkInterfaces", READ));
      return JSON.parse(answer.body).NetworkInterfaceSets.NetworkInterfaceSet[0].Status;
    };
    expect(await seen()).toBe("InUse");
    await control(emulator.url, "POST", "/clock", { advanceMs: 1_999 });
    expect({ seen: await seen(), truth: status() }).toEqual({ seen: "InUse", truth: "Available" });
    await control(emulator.url, "POST", "/clock", { advanceMs: 1 });
    expect(await seen()).toBe("Detaching");
    await control(emulator.url, "POST", "/clock", { advanceMs: 1_000 });
    expect(await seen()).toBe("Available");
  });

  test("latency comes together with another fault", async () => {
    await strike({ kind: "latency", ms: 1 });
    await strike({ kind: "error", code: "ServiceUnavailable" });
    expect((await detach()).httpStatus).toBe(503);
    expect(lastCall()).toMatchObject({ faults: ["latency", "error"], latencyMs: 1 });
  });
});

test("page-token-expired refuses the second page only", async () => {
  await control(emulator.url, "POST", "/faults", {
    match: { action: "DescribeNetworkInterfaces" },
    fault: { kind: "page-token-expired" },
  });
  const params = { RegionId: "cn-hangzhou", MaxResults: "10" };
  const first = await callV3({ url: emulator.url, action: "DescribeNetworkInterfaces", params });
  expect(first.httpStatus).toBe(200);
  const second = await callV3({
    url: emulator.url,
    action: "DescribeNetworkInterfaces",
    params: { ...params, NextToken: String(first.body.NextToken) },
  });
  expect(second).toMatchObject({ httpStatus: 400, body: { Code: "InvalidParameter" } });
});

describe("which calls are struck", () => {
  test("as many as times says", async () => {
    await strike({ kind: "error", code: "InternalError" }, { times: 2 });
    expect([(await detach()).httpStatus, (await detach()).httpStatus, (await detach()).httpStatus]).toEqual([
      500, 500, 200,
    ]);
  });

  test.each([
    [{ networkInterfaceId: web1.secondEniId }, 500],
    [{ networkInterfaceId: web1.thirdEniId }, 200],
    [{ instanceId: web1.instanceId, regionId: "cn-hangzhou", accessKeyId: "emulator" }, 500],
    [{ regionId: "cn-beijing" }, 200],
    [{ accessKeyId: "emulator-readonly" }, 200],
    [{ action: "AttachNetworkInterface" }, 200],
    [{}, 500],
  ])("those that match %j", async (match, httpStatus) => {
    await control(emulator.url, "POST", "/faults", {
      match,
      fault: { kind: "error", code: "InternalError" },
    });
    expect((await detach()).httpStatus).toBe(httpStatus);
  });

  test("a share of them by probability, the same ones in every run", async () => {
    const run = async () => {
      await control(emulator.url, "POST", "/reset");
      await strike({ kind: "error", code: "InternalError" }, { probability: 0.5 });
      const statuses: number[] = [];
      for (let call = 0; call < 20; call += 1) statuses.push((await detach()).httpStatus);
      return statuses;
    };
    const first = await run();
    expect(first).toContain(500);
    expect(first).toContain(200);
    expect(await run()).toEqual(first);
  });

  test("none any more once the fault is deleted, and a call that fails anyway uses none up", async () => {
    const { id } = (await strike({ kind: "error", code: "InternalError" }, { times: 1 })) as { id: string };
    const unsigned = { ...signed(), headers: { ...signed().headers, "x-acs-date": "2001-01-01T00:00:00Z" } };
    expect((await send(emulator.url, unsigned)).httpStatus).toBe(400);
    expect(await control(emulator.url, "GET", "/faults")).toMatchObject({
      faults: [{ id, timesLeft: 1, struck: 0 }],
    });
    await control(emulator.url, "DELETE", `/faults/${id}`);
    expect((await detach()).httpStatus).toBe(200);
  });

  test.each([
    [{ fault: { kind: "explode" } }],
    [{ fault: { kind: "latency" } }],
    [{ fault: { kind: "error", code: "X", ms: 1 } }],
    [{ match: { acton: "DetachNetworkInterface" }, fault: { kind: "stuck" } }],
    [{ fault: { kind: "stuck" }, times: 0 }],
  ])("none by a fault that makes no sense: %j", async (body) => {
    await expect(control(emulator.url, "POST", "/faults", body)).rejects.toThrow(/^400/);
  });
});

describe("answers of the wrong make", () => {
  test("duplicate-request-id bears the RequestId of the call before, in body and header", async () => {
    const first = JSON.parse((await send(emulator.url, signed("DescribeNetworkInterfaces", READ))).body);
    await strike({ kind: "duplicate-request-id" });
    const answer = await detach();
    expect(JSON.parse(answer.body).RequestId).toBe(first.RequestId);
    expect(answer.headers["x-acs-request-id"]).toBe(first.RequestId);
    expect(lastCall()).toMatchObject({ applied: true, faults: ["duplicate-request-id"] });
    expect(lastCall()?.requestId).not.toBe(first.RequestId);
  });

  test("content-type says that the answer is something else", async () => {
    await strike({ kind: "content-type" }, { times: 1 });
    expect(await detach()).toMatchObject({ httpStatus: 200, headers: { "content-type": "text/plain" } });
    await strike({ kind: "content-type", value: "image/png" });
    expect((await detach()).headers["content-type"]).toBe("image/png");
    expect(status()).toBe("Detaching");
  });

  test("slow-body is whole in the end, and breaks off for whoever waits no longer", async () => {
    await strike({ kind: "slow-body", ms: 200 }, { times: 1 });
    expect(JSON.parse((await detach()).body)).toHaveProperty("RequestId");
    await strike({ kind: "slow-body", ms: 60_000 });
    await expect(send(emulator.url, signed(), 300)).rejects.toThrow("no answer in time");
    expect(lastCall()).toMatchObject({ applied: true, httpStatus: 200 });
  });
});

describe("stale reads of what came and went", () => {
  const frozen = () => control(emulator.url, "POST", "/clock", { freeze: true });
  const look = async (action: string, params: Record<string, string>) =>
    (await send(emulator.url, signed(action, params))).body;

  test("an instance still shows the ENI that left it, and not yet the one that came", async () => {
    await frozen();
    await detach();
    await control(emulator.url, "POST", "/clock", { advanceMs: 60_000 });
    const ask = () =>
      look("DescribeInstances", { RegionId: "cn-hangzhou", InstanceIds: JSON.stringify([web1.instanceId]) });
    expect(await ask()).not.toContain(web1.secondEniId);
    const fault = { kind: "stale-reads", ms: 120_000 };
    await control(emulator.url, "POST", "/faults", { match: {}, fault });
    expect(await ask()).toContain(web1.secondEniId);
  });

  test("a list still shows an ENI that was deleted, and not yet one that was made", async () => {
    const { attachable } = wellKnown;
    await frozen();
    const eni = emulator.cloud.world.networkInterfaces.get(attachable.eniId);
    const place = { VSwitchId: eni?.VSwitchId ?? "", SecurityGroupId: eni?.SecurityGroupIds[0] ?? "" };
    const made = JSON.parse(await look("CreateNetworkInterface", { RegionId: "cn-hangzhou", ...place }));
    await look("DeleteNetworkInterface", {
      RegionId: "cn-hangzhou",
      NetworkInterfaceId: attachable.eniId,
    });
    await control(emulator.url, "POST", "/clock", { advanceMs: 60_000 });
    const list = () => look("DescribeNetworkInterfaces", { RegionId: "cn-hangzhou", MaxResults: "500" });
    const now = await list();
    expect(now).toContain(made.NetworkInterfaceId);
    expect(now).not.toContain(attachable.eniId);
    await control(emulator.url, "POST", "/faults", {
      match: {},
      fault: { kind: "stale-reads", ms: 120_000 },
    });
    const then = await list();
    expect(then).not.toContain(made.NetworkInterfaceId);
    expect(then).toContain(attachable.eniId);
  });
});
