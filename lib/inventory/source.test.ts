import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { generateSeed } from "#emulator/seed/generate.ts";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import type { Clock } from "#lib/core/clock.ts";
import { CallBudget } from "#lib/ecs/call-budget.ts";
import { staticCredentials } from "#lib/ecs/credentials.ts";
import { EMULATOR_ACCOUNT_ID, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { InventorySource } from "#lib/inventory/source.ts";

const { web1, web2 } = wellKnown;
const account = { accountId: EMULATOR_ACCOUNT_ID, name: "Emulator" };

let emulator: RunningEmulator;
let clock: Clock & { at: number };
let source: InventorySource;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset", {});
  clock = { at: Date.now(), now: () => clock.at };
  source = new InventorySource(account, "cn-hangzhou", emulatedClient(emulator.url), clock);
});

const rename = (networkInterfaceId: string, name: string) =>
  control(emulator.url, "PATCH", `/world/network-interfaces/${networkInterfaceId}`, {
    NetworkInterfaceName: name,
  });

describe("the revision of a source", () => {
  it("grows with the first walk and stays while walks bring the same", async () => {
    expect(source.revision).toBe(0);
    await source.refresh();
    const { revision } = source;
    expect(revision).toBeGreaterThan(0);
    const rows = [...source.networkInterfaces()];
    clock.at += 1_000;
    await source.refresh();
    expect(source.revision).toBe(revision);
    expect(source.observedAt).toBe(clock.at);
    for (const [index, row] of [...source.networkInterfaces()].entries()) {
      expect(row).toBe(rows[index]);
      expect(row.observedAt).toBe(clock.at);
    }
  });

  it("grows when a walk finds one ENI changed, and only that row is another object", async () => {
    await source.refresh();
    const before = new Map([...source.networkInterfaces()].map((row) => [row.value.networkInterfaceId, row]));
    const { revision } = source;
    await rename(web1.secondEniId, "renamed-outside");
    clock.at += 1_000;
    await source.refresh();
    expect(source.revision).toBeGreaterThan(revision);
    const changed = [...source.networkInterfaces()].filter(
      (row) => before.get(row.value.networkInterfaceId) !== row,
    );
    expect(changed.map(({ value }) => value.networkInterfaceId)).toEqual([web1.secondEniId]);
  });

  it("grows when a walk finds one ENI gone", async () => {
    await source.refresh();
    const ghost = source.networkInterface(web1.secondEniId)?.value;
    if (!ghost) throw new Error("the seed has this ENI");
    const id = `${ghost.networkInterfaceId.slice(0, -1)}x`;
    source.observe([id], [{ ...ghost, networkInterfaceId: id }], clock.at);
    const { revision } = source;
    clock.at += 1_000;
    await source.refresh();
    expect(source.networkInterface(id)).toBeUndefined();
    expect(source.revision).toBeGreaterThan(revision);
  });

  it("grows when a single read shows something else, and not when it shows the same", async () => {
    await source.refresh();
    const { revision } = source;
    const known = source.networkInterface(web2.secondEniId)?.value;
    if (!known) throw new Error("the seed has this ENI");
    source.observe([known.networkInterfaceId], [structuredClone(known)], clock.at + 1);
    expect(source.revision).toBe(revision);
    source.observe([known.networkInterfaceId], [{ ...known, status: "Detaching" }], clock.at + 2);
    expect(source.revision).toBe(revision + 1);
    source.observe([known.networkInterfaceId], [], clock.at + 3);
    expect(source.revision).toBe(revision + 2);
    source.observe([known.networkInterfaceId], [], clock.at + 4);
    expect(source.revision).toBe(revision + 2);
  });
});

const journalSchema = z.object({
  calls: z.array(z.object({ action: z.string(), params: z.record(z.string(), z.string()) })),
});
const calls = async () => journalSchema.parse(await control(emulator.url, "GET", "/journal")).calls;

describe("while something moves", () => {
  it("is read again alone, not with its whole region", async () => {
    await control(emulator.url, "PATCH", `/world/network-interfaces/${web2.secondEniId}`, {
      Status: "Detaching",
    });
    await source.refresh();
    await control(emulator.url, "DELETE", "/journal");
    await control(emulator.url, "PATCH", `/world/network-interfaces/${web2.secondEniId}`, {
      Status: "InUse",
    });
    clock.at += 3_000;
    const { observedAt } = source;
    await source.ensure();
    await expect.poll(() => source.networkInterface(web2.secondEniId)?.value.status).toBe("InUse");
    const asked = (await calls()).filter(({ action }) => action === "DescribeNetworkInterfaces");
    expect(asked).toHaveLength(1);
    const [call] = asked;
    const ids = Object.entries(call?.params ?? {}).filter(([name]) => name.startsWith("NetworkInterfaceId."));
    expect(ids.map(([, id]) => id)).toContain(web2.secondEniId);
    expect(source.observedAt).toBe(observedAt);
  });
});

describe("an empty list of instances", () => {
  const norights = () =>
    emulatedClient(emulator.url, {
      credentials: staticCredentials({
        accessKeyId: "emulator-norights",
        accessKeySecret: "emulator-norights-secret",
      }),
    });

  it("is not believed where the right to list them is missing", async () => {
    const ecs = emulatedClient(emulator.url);
    // Everything but the instances is read with rights, as with a policy that forgets one action.
    const { describeInstances } = norights();
    const blind = new InventorySource(account, "cn-hangzhou", { ...ecs, describeInstances }, clock);
    await blind.ensure();
    expect(blind.failure).toMatchObject({ kind: "rejected", code: expect.stringMatching(/^Forbidden/) });
    expect([...blind.instances()]).toEqual([]);
    expect([blind.observedAt, blind.instancesObservedAt]).toEqual([clock.at, null]);
    expect(blind.networkInterface(web1.secondEniId)).toBeDefined();
  });

  it("is believed after one dry run where there is the right, and not asked about at every walk", async () => {
    const empty = await startEmulator({
      port: 0,
      seed: generateSeed({ instances: 0, enis: 3, regions: 1, seed: 1 }),
    });
    const few = new InventorySource(account, "cn-hangzhou", emulatedClient(empty.url), clock);
    await few.refresh();
    await few.refresh();
    expect(few.failure).toBeNull();
    const { calls: all } = journalSchema.parse(await control(empty.url, "GET", "/journal"));
    expect(all.filter(({ params }) => params.DryRun === "true")).toHaveLength(1);
    await empty.close();
  });
});

describe("the first walk of a region of many pages", () => {
  it("shows its first pages at once, says that it is partial, and is whole in the end", async () => {
    const seed = generateSeed({ instances: 300, enis: 2_400, regions: 1, seed: 5 });
    const big = await startEmulator({ port: 0, seed });
    const first = new InventorySource(account, "cn-hangzhou", emulatedClient(big.url), clock);
    // Whatever comes after the first two answers waits long enough to be looked at.
    const tokens = {
      match: { action: "DescribeVSwitches" },
      fault: { kind: "latency", ms: 1_000 },
      times: 1,
    };
    await control(big.url, "POST", "/faults", tokens);
    await first.glimpse(Number.POSITIVE_INFINITY);
    expect(first.partial).toBe(true);
    expect(first.observedAt).toBeNull();
    const some = [...first.networkInterfaces()].length;
    expect(some).toBe(500);
    await first.ensure();
    expect(first.partial).toBe(false);
    expect([...first.networkInterfaces()].length).toBeGreaterThan(some);
    expect([...first.instances()]).toHaveLength(300);
    await big.close();
  });

  it("does not wait longer than it is told", async () => {
    const latency = {
      match: { action: "DescribeInstances" },
      fault: { kind: "latency", ms: 2_000 },
      times: 1,
    };
    await control(emulator.url, "POST", "/faults", latency);
    await source.glimpse(1);
    expect(source.partial).toBe(true);
    await source.ensure();
    expect(source.partial).toBe(false);
  });
});

describe("the budget of calls", () => {
  it("counts what a walk asks, and tells how long walks hold back after ECS throttled", async () => {
    const budget = new CallBudget();
    const counted = new InventorySource(
      account,
      "cn-hangzhou",
      emulatedClient(emulator.url, { budget }),
      clock,
    );
    await counted.refresh();
    const figureOf = (action: string) => budget.figures().find((figure) => figure.action === action);
    expect(figureOf("DescribeNetworkInterfaces")).toMatchObject({
      accountId: EMULATOR_ACCOUNT_ID,
      regionId: "cn-hangzhou",
      used: 1,
      backOffMs: 0,
    });
    const throttle = { kind: "throttle", retryAfterMs: 30_000 };
    const match = { action: "DescribeNetworkInterfaces" };
    await control(emulator.url, "POST", "/faults", { match, fault: throttle, times: 1 });
    await counted.refresh();
    expect(counted.failure).toMatchObject({ kind: "throttled" });
    expect(figureOf("DescribeNetworkInterfaces")?.backOffMs).toBeGreaterThan(20_000);
    const first = await emulatedClient(emulator.url, { budget }).describeNetworkInterfaces({
      regionId: "cn-hangzhou",
      networkInterfaceIds: [web1.secondEniId],
    });
    expect(first.ok).toBe(true);
  });
});

describe("an ENI that is attached to nothing", () => {
  it("is known to be so since it was first seen so", async () => {
    await source.refresh();
    const known = source.networkInterface(web2.secondEniId)?.value;
    if (!known) throw new Error("the seed has this ENI");
    const id = known.networkInterfaceId;
    expect(source.unattachedSince(id)).toBeUndefined();
    const freeAt = clock.at + 1_000;
    source.observe([id], [{ ...known, status: "Available", instanceId: null }], freeAt);
    source.observe([id], [{ ...known, status: "Available", instanceId: null }], freeAt + 5_000);
    expect(source.unattachedSince(id)).toEqual({ seenSince: freeAt, sawItCome: true });
    const spare = [...source.networkInterfaces()].find(
      ({ value }) => value.status === "Available" && value.networkInterfaceId !== id,
    );
    expect(source.unattachedSince(spare?.value.networkInterfaceId ?? "")).toEqual({
      seenSince: clock.at,
      sawItCome: false,
    });
    source.observe([id], [known], freeAt + 9_000);
    expect(source.unattachedSince(id)).toBeUndefined();
  });
});

describe("keeping up", () => {
  const walkedAgain = async (afterMs: number) => {
    clock.at += afterMs;
    source.keepUp();
    const begun = source.walking;
    // Joins the walk that was begun, so that the next time counts from its end.
    if (begun) await source.refresh();
    return begun;
  };

  it("reads what somebody looks at as soon as it is due, and what nobody looks at once a minute", async () => {
    await source.ensure();
    expect(await walkedAgain(source.refreshEveryMs - 1)).toBe(false);
    expect(await walkedAgain(1)).toBe(true);
    expect(await walkedAgain(source.refreshEveryMs)).toBe(true);
    expect(await walkedAgain(source.refreshEveryMs)).toBe(false);
    expect(await walkedAgain(60_000)).toBe(true);
  });
});
