import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { generateSeed } from "#emulator/seed/generate.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import type { EcsClient } from "#lib/ecs/client.ts";
import { EMULATOR_ACCOUNT_ID, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { walkRegion } from "#lib/inventory/walk.ts";

const REGION = "cn-hangzhou";
const journalSchema = z.object({
  calls: z.array(z.object({ action: z.string(), params: z.record(z.string(), z.string()) })),
});

const seed = generateSeed({ instances: 450, enis: 6_000, regions: 1, seed: 7 });
let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0, seed });
});
afterAll(() => emulator.close());
beforeEach(() => control(emulator.url, "POST", "/reset", {}));

async function calls() {
  const journal = journalSchema.parse(await control(emulator.url, "GET", "/journal?limit=1000"));
  return journal.calls;
}
const fault = (match: object, kind: object, times: number) =>
  control(emulator.url, "POST", "/faults", { match, fault: kind, times });

async function walk(ecs: EcsClient = emulatedClient(emulator.url)) {
  const rows: string[] = [];
  const walked = await walkRegion(ecs, REGION, {
    onInstances: () => {},
    onNetworkInterfaces: (page) => rows.push(...page.map(({ networkInterfaceId }) => networkInterfaceId)),
  });
  return { walked, rows };
}

const ids = seed.networkInterfaces
  .filter(({ AccountId, RegionId }) => AccountId === EMULATOR_ACCOUNT_ID && RegionId === REGION)
  .map(({ NetworkInterfaceId }) => NetworkInterfaceId)
  .sort();

describe("a walk through a region of many pages", () => {
  it("finds exactly what there is, in parts, with few more calls than one chain", async () => {
    const { walked, rows } = await walk();
    expect(walked.ok && [...walked.value.networkInterfaceIds].sort()).toEqual(ids);
    expect([...new Set(rows)].sort()).toEqual(ids);
    expect(walked.ok && walked.value.instanceIds.size).toBe(450);
    const asked = (await calls()).filter(({ action }) => action === "DescribeNetworkInterfaces");
    const parts = new Set(asked.flatMap(({ params }) => params.VSwitchId ?? params.VpcId ?? []));
    expect(parts.size).toBeGreaterThan(1);
    expect(asked.length).toBeLessThanOrEqual(Math.ceil(ids.length / 500) + 4);
  });

  it("loses nothing of a vSwitch that is not listed", async () => {
    const ecs = emulatedClient(emulator.url);
    const { walked } = await walk({
      ...ecs,
      async describeVSwitches(input) {
        const answer = await ecs.describeVSwitches(input);
        return answer.ok
          ? { ok: true, value: { ...answer.value, vSwitches: answer.value.vSwitches.slice(1) } }
          : answer;
      },
    });
    expect(walked.ok && [...walked.value.networkInterfaceIds].sort()).toEqual(ids);
    const asked = (await calls()).filter(({ params }) => params.VSwitchId !== undefined);
    expect(asked.length).toBeGreaterThan(0);
  });

  it("is one chain where the vSwitches may not be listed", async () => {
    await fault({ action: "DescribeVSwitches" }, { kind: "error", code: "Forbidden.RAM" }, 5);
    const { walked } = await walk();
    expect(walked.ok && [...walked.value.networkInterfaceIds].sort()).toEqual(ids);
    const asked = (await calls()).filter(({ action }) => action === "DescribeNetworkInterfaces");
    expect(asked.every(({ params }) => params.VSwitchId === undefined && params.VpcId === undefined)).toBe(
      true,
    );
    expect(asked.length).toBe(Math.ceil(ids.length / 500) + 1);
  });

  it("is one chain where pages by number are no longer answered", async () => {
    const code = "InvalidOperation.InvalidEniPageNumber";
    await fault({ action: "DescribeNetworkInterfaces" }, { kind: "error", code }, 1);
    const { walked } = await walk();
    expect(walked.ok && walked.value.networkInterfaceIds.size).toBe(ids.length);
  });

  it("reads again what came short, when rows were left out of a page", async () => {
    await fault({ action: "DescribeNetworkInterfaces" }, { kind: "page-omit", rows: 3 }, 6);
    const { walked } = await walk();
    expect(walked.ok && [...walked.value.networkInterfaceIds].sort()).toEqual(ids);
  });

  it("has four pages of both lists under way at a time when all of it is known already", async () => {
    const ecs = emulatedClient(emulator.url);
    let [now, most] = [0, 0];
    const counted = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
      now += 1;
      most = Math.max(most, now);
      return call.finally(() => {
        now -= 1;
      });
    };
    const watched: EcsClient = {
      ...ecs,
      describeInstances: (input) => counted(ecs.describeInstances(input)),
      describeNetworkInterfaces: (input) => counted(ecs.describeNetworkInterfaces(input)),
    };
    const reader = { onInstances: () => {}, onNetworkInterfaces: () => {} };
    const walked = await walkRegion(watched, REGION, reader, "again");
    expect(walked.ok && walked.value.networkInterfaceIds.size).toBe(ids.length);
    expect(most).toBe(4);
  });

  it("fails as a whole when a page of one part fails", async () => {
    await fault({ action: "DescribeNetworkInterfaces" }, { kind: "truncate" }, 20);
    const { walked } = await walk();
    expect(walked.ok).toBe(false);
  });
});

describe("a walk through a region of one page", () => {
  it("is one call for each list", async () => {
    const small = await startEmulator({
      port: 0,
      seed: generateSeed({ instances: 20, enis: 90, regions: 1, seed: 3 }),
    });
    await walkRegion(emulatedClient(small.url), REGION, {
      onInstances: () => {},
      onNetworkInterfaces: () => {},
    });
    const journal = journalSchema.parse(await control(small.url, "GET", "/journal"));
    expect(journal.calls.map(({ action }) => action).sort()).toEqual([
      "DescribeInstances",
      "DescribeNetworkInterfaces",
    ]);
    await small.close();
  });
});
