import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { callV3, send, signV3 } from "#emulator/client/signed-request.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";

const { web1 } = wellKnown;
const DETACH = { RegionId: "cn-hangzhou", InstanceId: web1.instanceId, NetworkInterfaceId: web1.secondEniId };

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(() => control(emulator.url, "POST", "/reset"));

const call = (action: string, params: Record<string, string> = {}) =>
  callV3({ url: emulator.url, action, params });

describe("who may come in", () => {
  const knock = (headers: Record<string, string>) =>
    send(emulator.url, { method: "GET", path: "/_emulator/health", headers, body: "" });

  test("loopback under its own name", async () => {
    const { host } = new URL(emulator.url);
    expect((await knock({ host })).httpStatus).toBe(200);
    expect((await knock({ host: `localhost:${emulator.port}` })).httpStatus).toBe(200);
    expect((await knock({ host, origin: emulator.url })).httpStatus).toBe(200);
  });

  test("no web page, neither by its origin nor by a name that points here", async () => {
    const { host } = new URL(emulator.url);
    expect((await knock({ host, origin: "https://evil.example" })).httpStatus).toBe(403);
    expect((await knock({ host, origin: "null" })).httpStatus).toBe(403);
    expect((await knock({ host, "sec-fetch-site": "cross-site" })).httpStatus).toBe(403);
    expect((await knock({ host: "rebound.example" })).httpStatus).toBe(403);
  });
});

describe("the journal", () => {
  test("holds every call with what became of it, and no secrets", async () => {
    await call("DescribeRegions");
    const { body } = await call("DetachNetworkInterface", DETACH);
    await call("DetachNetworkInterface", { ...DETACH, NetworkInterfaceId: web1.primaryEniId });
    const { calls } = (await control(emulator.url, "GET", "/journal")) as { calls: object[] };
    expect(calls).toMatchObject([
      { action: "DescribeRegions", httpStatus: 200, applied: false },
      {
        action: "DetachNetworkInterface",
        params: DETACH,
        accessKeyId: "emulator",
        httpStatus: 200,
        requestId: body.RequestId,
        applied: true,
      },
      {
        action: "DetachNetworkInterface",
        httpStatus: 400,
        code: "InvalidOperation.DetachPrimaryEniNotAllowed",
        applied: false,
      },
    ]);
    expect(JSON.stringify(calls)).not.toMatch(/secret|Signature/i);
  });

  test("answers for one action, since a number or a time, and can be emptied", async () => {
    await call("DescribeRegions");
    await call("DescribeZones", { RegionId: "cn-hangzhou" });
    const list = async (query: string) =>
      (
        (await control(emulator.url, "GET", `/journal${query}`)) as {
          calls: { seq: number; action: string }[];
        }
      ).calls;
    expect(await list("?action=DescribeZones")).toMatchObject([{ seq: 2 }]);
    expect(await list("?since=1")).toMatchObject([{ action: "DescribeZones" }]);
    expect(await list("?since=2100-01-01T00:00:00Z")).toEqual([]);
    await expect(list("?since=yesterday")).rejects.toThrow(/^400/);
    await control(emulator.url, "DELETE", "/journal");
    expect(await list("")).toEqual([]);
  });

  test("holds a request that could not be read, too", async () => {
    const { host } = new URL(emulator.url);
    const headers = { host, "content-type": "application/json" };
    expect((await send(emulator.url, { method: "POST", path: "/", headers, body: "{" })).httpStatus).toBe(
      400,
    );
    expect(emulator.cloud.journal.list({})).toMatchObject([
      { action: "", httpStatus: 400, code: "InvalidParameter", applied: false },
    ]);
  });

  test("counts right when calls come at once", async () => {
    await Promise.all(Array.from({ length: 40 }, () => call("DetachNetworkInterface", DETACH)));
    const calls = emulator.cloud.journal.list({ action: "DetachNetworkInterface" });
    expect(calls).toHaveLength(40);
    expect(calls.every(({ applied, httpStatus }) => applied && httpStatus === 200)).toBe(true);
    expect(new Set(calls.map(({ requestId }) => requestId)).size).toBe(40);
  });
});

describe("the clock", () => {
  test("stands still, moves, and runs on", async () => {
    const at = "2026-06-01T00:00:00.000Z";
    expect(await control(emulator.url, "POST", "/clock", { freeze: true, set: at })).toMatchObject({
      now: at,
      frozen: true,
    });
    expect(await control(emulator.url, "POST", "/clock", { advanceMs: 1_500 })).toMatchObject({
      now: "2026-06-01T00:00:01.500Z",
    });
    expect(await control(emulator.url, "GET", "/clock")).toMatchObject({ now: "2026-06-01T00:00:01.500Z" });
    expect(await control(emulator.url, "POST", "/clock", { resume: true })).toMatchObject({ frozen: false });
  });

  test("can be as wrong as a server's, ahead or behind, and says so in every answer", async () => {
    for (const offsetMs of [-600_000, 600_000]) {
      expect(await control(emulator.url, "POST", "/clock", { offsetMs })).toMatchObject({ frozen: false });
      const { offsetMs: told } = (await control(emulator.url, "GET", "/clock")) as { offsetMs: number };
      expect(Math.abs(told - offsetMs)).toBeLessThan(100);
      const answer = await send(emulator.url, signV3({ url: emulator.url, action: "DescribeRegions" }));
      expect(answer.httpStatus).toBe(200);
      const ahead = Date.parse(answer.headers.date ?? "") - Date.now();
      expect(Math.abs(ahead - offsetMs)).toBeLessThan(60_000);
    }
    await control(emulator.url, "POST", "/clock", { offsetMs: 16 * 60_000 });
    expect((await call("DescribeRegions")).body.Code).toBe("InvalidTimeStamp.Expired");
  });

  test.each([[{ advanceMs: -1 }], [{ set: "noon" }], [{ freeze: true, resume: true }], [{ speed: 2 }]])(
    "refuses %j",
    async (body) => {
      await expect(control(emulator.url, "POST", "/clock", body)).rejects.toThrow(/^400/);
    },
  );
});

describe("the world", () => {
  test("can be changed field by field, and clients see it", async () => {
    const tags = [{ TagKey: "env", TagValue: "prod" }];
    await control(emulator.url, "PATCH", `/world/network-interfaces/${web1.secondEniId}`, {
      Status: "Detaching",
      Tags: tags,
    });
    await control(emulator.url, "PATCH", `/world/instances/${web1.instanceId}`, { Status: "Stopping" });
    const { body } = await call("DescribeNetworkInterfaces", {
      RegionId: "cn-hangzhou",
      "NetworkInterfaceId.1": web1.secondEniId,
    });
    expect(body).toMatchObject({
      NetworkInterfaceSets: { NetworkInterfaceSet: [{ Status: "Detaching", Tags: { Tag: tags } }] },
    });
    const statuses = await call("DescribeInstanceStatus", {
      RegionId: "cn-hangzhou",
      "InstanceId.1": web1.instanceId,
    });
    expect(statuses.body).toMatchObject({ InstanceStatuses: { InstanceStatus: [{ Status: "Stopping" }] } });
  });

  test.each([
    [{ Staus: "Detaching" }, /400.*Staus/],
    [{ Status: 1 }, /400.*Status/],
    [{ Tags: { env: "prod" } }, /400.*Tags/],
    [{ NetworkInterfaceId: "eni-x" }, /400.*NetworkInterfaceId/],
  ])("refuses %j and stays as it was", async (fields, problem) => {
    const before = emulator.cloud.world.networkInterfaces.get(web1.secondEniId);
    const path = `/world/network-interfaces/${web1.secondEniId}`;
    await expect(control(emulator.url, "PATCH", path, fields)).rejects.toThrow(problem);
    expect(emulator.cloud.world.networkInterfaces.get(web1.secondEniId)).toBe(before);
  });

  test("a change of tags leaves a detach on its way, a change of status calls it off", async () => {
    const path = `/world/network-interfaces/${web1.secondEniId}`;
    const statusAfter = async (fields: object) => {
      await control(emulator.url, "POST", "/reset");
      await control(emulator.url, "POST", "/outside", { action: "DetachNetworkInterface", ...DETACH });
      await control(emulator.url, "PATCH", path, fields);
      await control(emulator.url, "POST", "/clock", { freeze: true, advanceMs: 60_000 });
      return emulator.cloud.world.networkInterfaces.get(web1.secondEniId)?.Status;
    };
    expect(await statusAfter({ Tags: [] })).toBe("Available");
    expect(await statusAfter({ Status: "Detaching" })).toBe("Detaching");
  });

  test("can be taken home and loaded again", async () => {
    await call("DetachNetworkInterface", DETACH);
    const seed = await control(emulator.url, "GET", "/world");
    await control(emulator.url, "POST", "/reset");
    expect(emulator.cloud.world.networkInterfaces.get(web1.secondEniId)?.Status).toBe("InUse");
    await control(emulator.url, "POST", "/reset", { seed });
    expect(emulator.cloud.world.networkInterfaces.get(web1.secondEniId)?.Status).toBe("Detaching");
    expect(await control(emulator.url, "GET", "/world")).toEqual(seed);
  });

  test("has a schema that says what a seed may hold", async () => {
    const schema = z
      .object({ required: z.array(z.string()), properties: z.record(z.string(), z.unknown()) })
      .parse(await control(emulator.url, "GET", "/schema"));
    const seed = emulator.cloud.world.toSeed();
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(seed).sort());
    expect(schema.required).not.toContain("eips");
    expect(JSON.stringify(schema)).toContain("TrunkNetworkInterfaceId");
  });

  test("a seed that contradicts itself is refused by naming what is wrong, and the world stays", async () => {
    const seed = emulator.cloud.world.toSeed();
    const twice = { ...seed, networkInterfaces: [...seed.networkInterfaces, seed.networkInterfaces[0]] };
    await expect(control(emulator.url, "POST", "/reset", { seed: twice })).rejects.toThrow(/is there twice/);
    await expect(
      control(emulator.url, "POST", "/reset", { seed: { ...seed, accounts: [] } }),
    ).rejects.toThrow(/^400/);
    expect(emulator.cloud.world.networkInterfaces.size).toBe(seed.networkInterfaces.length);
  });

  test("can be another one, of the size that is asked for", async () => {
    const generate = { instances: 7, enis: 30, regions: 2, seed: 5 };
    expect(await control(emulator.url, "POST", "/reset", { generate })).toMatchObject({
      instances: 7,
      networkInterfaces: 30,
    });
  });

  test("a reset takes faults, journal, clock and pending changes with it", async () => {
    await control(emulator.url, "POST", "/clock", { freeze: true, set: 0 });
    await control(emulator.url, "POST", "/faults", { fault: { kind: "hang" } });
    await control(emulator.url, "POST", "/reset");
    expect((await call("DescribeRegions")).httpStatus).toBe(200);
    expect(emulator.cloud.journal.list({})).toHaveLength(1);
  });
});

describe("changes from outside", () => {
  test("happen by the same rules and are not in the journal", async () => {
    await control(emulator.url, "POST", "/outside", { action: "DetachNetworkInterface", ...DETACH });
    expect(emulator.cloud.world.networkInterfaces.get(web1.secondEniId)?.Status).toBe("Detaching");
    expect(emulator.cloud.journal.list({})).toEqual([]);
    const primary = { action: "DetachNetworkInterface", ...DETACH, NetworkInterfaceId: web1.primaryEniId };
    await expect(control(emulator.url, "POST", "/outside", primary)).rejects.toThrow(
      /409.*DetachPrimaryEniNotAllowed/,
    );
    await expect(control(emulator.url, "POST", "/outside", { action: "DescribeRegions" })).rejects.toThrow(
      /^400/,
    );
  });
});

test("what is not there, and what is not JSON, is said so", async () => {
  await expect(control(emulator.url, "GET", "/nothing")).rejects.toThrow(/^404/);
  const answer = await fetch(`${emulator.url}/_emulator/faults`, { method: "POST", body: "{" });
  expect(answer.status).toBe(400);
});
