import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { callV3, DEMO_KEY, type Key } from "#emulator/client/signed-request.ts";
import { shapeProblems } from "#emulator/conformance/json-shape.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";

const { answers } = z
  .object({ answers: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(new URL("./data/documented-shapes.json", import.meta.url), "utf8")));

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0, trailLagMs: 0 });
});
afterAll(() => emulator.close());

const call = (action: string, version: string, params: Record<string, string> = {}, key: Key = DEMO_KEY) =>
  callV3({ url: emulator.url, action, version, params, key });
const RoleArn = "acs:ram::1000000000000001:role/eni-desk";

describe("every answer has the keys and types of the documentation, none more and none less", () => {
  test("AssumeRole, and GetCallerIdentity of a user and of a role", async () => {
    const role = await call("AssumeRole", "2015-04-01", { RoleArn, RoleSessionName: "shape" });
    expect(shapeProblems(answers.AssumeRole, role.body)).toEqual([]);
    const credentials = z
      .object({ AccessKeyId: z.string(), AccessKeySecret: z.string(), SecurityToken: z.string() })
      .parse(role.body.Credentials);
    const key = {
      accessKeyId: credentials.AccessKeyId,
      accessKeySecret: credentials.AccessKeySecret,
      securityToken: credentials.SecurityToken,
    };
    const [user, assumed] = [
      await call("GetCallerIdentity", "2015-04-01"),
      await call("GetCallerIdentity", "2015-04-01", {}, key),
    ];
    expect(shapeProblems(answers.GetCallerIdentity, user.body)).toEqual([]);
    expect(user.body).toHaveProperty("UserId");
    expect(shapeProblems(answers.GetCallerIdentity, assumed.body)).toEqual([]);
    expect(assumed.body).toHaveProperty("RoleId");
  });

  test("LookupEvents, of a change and of a refusal", async () => {
    const { web1 } = wellKnown;
    for (const NetworkInterfaceId of [web1.secondEniId, web1.primaryEniId]) {
      const params = { RegionId: "cn-hangzhou", InstanceId: web1.instanceId, NetworkInterfaceId };
      await call("DetachNetworkInterface", "2014-05-26", params);
    }
    const { body } = await call("LookupEvents", "2020-07-06", { MaxResults: "50" });
    expect(shapeProblems(answers.LookupEvents, body)).toEqual([]);
    expect(body.Events).toHaveLength(2);
  });
});

test("a key too many, a key too few and a wrong type are seen", () => {
  expect(
    shapeProblems(
      { A: "string", "B?": "number", C: [{ D: "boolean" }] },
      { B: "1", C: [{ D: true }, {}], E: 1 },
    ),
  ).toEqual([
    "answer.A is missing",
    "answer.B is a string",
    "answer.C[].D is missing",
    "answer.E is not in the shape",
  ]);
});
