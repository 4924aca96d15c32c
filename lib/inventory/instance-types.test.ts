import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import type { Clock } from "#lib/core/clock.ts";
import { emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { InstanceTypes } from "#lib/inventory/instance-types.ts";

const REGION = "cn-hangzhou";
const journalSchema = z.object({ calls: z.array(z.object({ params: z.record(z.string(), z.string()) })) });
let emulator: RunningEmulator;
let clock: Clock & { at: number };
let types: InstanceTypes;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset", {});
  clock = { at: Date.now(), now: () => clock.at };
  types = new InstanceTypes(clock);
});

const learn = (...wanted: string[]) => types.learn(emulatedClient(emulator.url), REGION, wanted);
const calls = async () =>
  journalSchema.parse(await control(emulator.url, "GET", "/journal?action=DescribeInstanceTypes")).calls;

describe("what instance types let be attached", () => {
  it("is asked for once, as ECS tells it", async () => {
    expect(types.eniQuantityOf("ecs.g7.large")).toBeUndefined();
    expect(await learn("ecs.g7.large", "ecs.g7.large")).toBe(true);
    expect(types.eniQuantityOf("ecs.g7.large")).toBe(3);
    expect(await learn("ecs.g7.large")).toBe(false);
    expect(await calls()).toHaveLength(1);
  });

  it("is asked for ten at a time", async () => {
    await learn(...Array.from({ length: 23 }, (_, index) => `ecs.made-up.${index}`));
    expect(
      (await calls()).map(
        ({ params }) => Object.keys(params).filter((key) => key.startsWith("InstanceTypes.")).length,
      ),
    ).toEqual([10, 10, 3]);
  });

  it("stays unknown without the right, and is asked for again after a while", async () => {
    const fault = { kind: "error", code: "Forbidden.RAM" };
    await control(emulator.url, "POST", "/faults", {
      match: { action: "DescribeInstanceTypes" },
      fault,
      times: 1,
    });
    expect(await learn("ecs.g7.large")).toBe(false);
    expect(await learn("ecs.g7.large")).toBe(false);
    expect(await calls()).toHaveLength(1);
    expect(types.eniQuantityOf("ecs.g7.large")).toBeUndefined();
    clock.at += 600_000;
    expect(await learn("ecs.g7.large")).toBe(true);
  });
});
