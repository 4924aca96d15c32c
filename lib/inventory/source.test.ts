import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import type { Clock } from "#lib/core/clock.ts";
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
