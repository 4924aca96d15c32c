import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { systemClock } from "#lib/core/clock.ts";
import { ok } from "#lib/core/result.ts";
import { EMULATOR_ACCOUNT_ID, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { type FindAccounts, Inventory } from "#lib/inventory/inventory.ts";
import { OutsideChanges } from "#lib/requests/outside-changes.ts";
import { asOperator, openDesk, type TestDesk, wish } from "#lib/requests/testing/desk.ts";

const { web1, web2 } = wellKnown;
const REGION = "cn-hangzhou";
let emulator: RunningEmulator;
let t: TestDesk;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset", {});
  t = await openDesk(emulator.url);
});
afterEach(() => t.close());

/** As another process of the product would. */
const find: FindAccounts = async () => {
  const account = { accountId: EMULATOR_ACCOUNT_ID, name: "Emulator" };
  return ok([{ account, ecs: emulatedClient(emulator.url), changes: { kind: "none" } }]);
};

const change = (action: string, instanceId: string, networkInterfaceId: string) =>
  control(emulator.url, "POST", "/outside", {
    action,
    RegionId: REGION,
    InstanceId: instanceId,
    NetworkInterfaceId: networkInterfaceId,
  });
const detachOutside = () => change("DetachNetworkInterface", web1.instanceId, web1.secondEniId);
/** What the emulator has begun, it ends. */
const settle = () => control(emulator.url, "POST", "/clock", { advanceMs: 10_000 });

async function source(inventory: Inventory = t.desk.inventory) {
  const found = await inventory.source(EMULATOR_ACCOUNT_ID, REGION);
  if (!found.ok) throw new Error("the emulator has this region");
  return found.value;
}

async function walk(): Promise<void> {
  await (await source()).refresh();
  await t.outside.record();
}

async function told() {
  const events = await t.audit.list({ action: "attachment.changed-outside" }, { cursor: null, limit: 50 });
  if (!events.ok) throw new Error("the log can't be read");
  return events.value.items;
}

describe("an attachment that somebody else changed", () => {
  it("is an event with both instances and the times between which it happened", async () => {
    await walk();
    const before = Date.now();
    await detachOutside();
    await settle();
    await walk();
    const [event, ...others] = await told();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      actor: { issuer: "system" },
      result: "ok",
      target: {
        accountId: EMULATOR_ACCOUNT_ID,
        regionId: REGION,
        instanceId: web1.instanceId,
        networkInterfaceId: web1.secondEniId,
      },
      before: { instanceId: web1.instanceId },
      after: { instanceId: null, status: "Available" },
    });
    expect(Date.parse(String(event?.before?.seenAt))).toBeLessThanOrEqual(before);
    expect(Date.parse(String(event?.after?.seenAt))).toBeGreaterThanOrEqual(before);
  });

  it("is told once, however often and wherever it is seen", async () => {
    await walk();
    await detachOutside();
    await settle();
    const elsewhere = new OutsideChanges({ store: t.store, log: () => {} });
    const second = new Inventory(find, "all", systemClock, { observer: elsewhere });
    await Promise.all([walk(), (await source(second)).refresh()]);
    await elsewhere.record();
    await walk();
    expect(await told()).toHaveLength(1);
  });

  it("is found after a restart, too", async () => {
    await walk();
    await detachOutside();
    await settle();
    const after = new OutsideChanges({ store: t.store, log: () => {} });
    const inventory = new Inventory(find, "all", systemClock, { observer: after });
    await (await source(inventory)).ensure();
    await after.record();
    expect(await told()).toMatchObject([{ target: { networkInterfaceId: web1.secondEniId } }]);
  });

  it("is told when it is attached elsewhere, and when it is gone", async () => {
    await walk();
    await detachOutside();
    await settle();
    await walk();
    await change("AttachNetworkInterface", web2.instanceId, web1.secondEniId);
    await settle();
    await walk();
    await change("DetachNetworkInterface", web2.instanceId, web1.secondEniId);
    await settle();
    await control(emulator.url, "POST", "/outside", {
      action: "DeleteNetworkInterface",
      RegionId: REGION,
      NetworkInterfaceId: web1.secondEniId,
    });
    await settle();
    await walk();
    expect((await told()).map(({ before, after }) => [before?.instanceId, after?.instanceId])).toEqual([
      [web2.instanceId, null],
      [null, web2.instanceId],
      [web1.instanceId, null],
    ]);
    expect((await told())[0]?.after).toMatchObject({ gone: true });
  });
});

describe("what is no such change", () => {
  it("is a list that comes empty, until it shows what is really gone", async () => {
    await walk();
    const found = await source();
    const ids = [...found.networkInterfaces()].map(({ value }) => value.networkInterfaceId);
    const rows = [...found.networkInterfaces()].map(({ value }) => value);
    found.observe(ids, [], Date.now() + 1);
    await t.outside.record();
    expect(await told()).toEqual([]);
    const others = rows.filter(({ networkInterfaceId }) => networkInterfaceId !== web1.secondEniId);
    found.observe(ids, others, Date.now() + 2);
    await t.outside.record();
    expect(await told()).toMatchObject([{ target: { networkInterfaceId: web1.secondEniId } }]);
  });

  it("is what is seen first, and what stays", async () => {
    await walk();
    await walk();
    expect(await told()).toEqual([]);
  });

  it("is what we were asked for", async () => {
    await walk();
    const asked = await t.requests.ask(asOperator(), wish(web1.instanceId, web1.secondEniId), randomUUID());
    expect(asked.ok).toBe(true);
    t.requests.start();
    await vi.waitFor(
      async () => {
        await settle();
        const open = await t.requests.open();
        expect(open.ok && open.value).toEqual([]);
      },
      { timeout: 15_000, interval: 50 },
    );
    await walk();
    expect((await source()).networkInterface(web1.secondEniId)?.value.status).toBe("Available");
    expect(await told()).toEqual([]);
    await change("AttachNetworkInterface", web2.instanceId, web1.secondEniId);
    await settle();
    await walk();
    expect(await told()).toMatchObject([{ after: { instanceId: web2.instanceId } }]);
  });
});
