import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { EMULATOR_ACCOUNT_ID, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { InventorySource } from "#lib/inventory/source.ts";
import { UnattachedTimes } from "#lib/inventory/unattached-times.ts";
import type { Store } from "#lib/store/store.ts";
import { temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";

const { web2 } = wellKnown;
const HOUR = 3_600_000;
const REGION = "cn-hangzhou";
const id = web2.secondEniId;

let emulator: RunningEmulator;
let store: Store;
let clock: Clock & { at: number };
const errors: string[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset", {});
  store = (await temporaryStore()).store;
  clock = { at: store.clock.now(), now: () => clock.at };
  errors.length = 0;
});

/** What a process that starts now knows of the region; each is a new one over the same database. */
function startedAnew(): InventorySource {
  const unattachedTimes = new UnattachedTimes({ store, log: { error: (event) => errors.push(event) } });
  const account = { accountId: EMULATOR_ACCOUNT_ID, name: "Emulator" };
  return new InventorySource(account, REGION, emulatedClient(emulator.url), clock, { unattachedTimes });
}

/** As the log of changes made elsewhere notes it after a walk. */
async function wasReadAt(at: number): Promise<void> {
  const read = {
    account_id: EMULATOR_ACCOUNT_ID,
    region_id: REGION,
    since: isoTime(at),
    read_at: isoTime(at),
  };
  valueIn(
    await store.write(async (tx) => {
      await tx.deleteFrom("attachment_reads").execute();
      await tx.insertInto("attachment_reads").values(read).execute();
    }),
  );
}

const world = (change: object) => control(emulator.url, "PATCH", `/world/network-interfaces/${id}`, change);
const takeOff = () => world({ Status: "Available", InstanceId: "" });
const putOn = () => world({ Status: "InUse", InstanceId: web2.instanceId });

async function kept(): Promise<Record<string, [since: number, sawItCome: boolean]>> {
  const rows = valueIn(await store.read((db) => db.selectFrom("unattached_times").selectAll().execute()));
  return Object.fromEntries(
    rows.map((row) => [row.network_interface_id, [Date.parse(row.seen_since), row.saw_it_come === 1]]),
  );
}

/** Reads the region at this time and says since when the ENI is seen attached to nothing. */
async function readBy(source: InventorySource, afterMs = 0) {
  clock.at += afterMs;
  await source.refresh();
  return source.unattachedSince(id);
}

describe("since when an ENI is attached to nothing", () => {
  it("is the same after a restart, whether it was seen to come off or not", async () => {
    const first = startedAnew();
    expect(await readBy(first)).toBeUndefined();
    const startedAt = clock.at;
    const [spare] = Object.keys(await kept());
    await takeOff();
    const cameOff = { seenSince: startedAt + 30_000, sawItCome: true };
    expect(await readBy(first, 30_000)).toMatchObject(cameOff);
    await wasReadAt(clock.at);

    const second = startedAnew();
    expect(await readBy(second, 120_000)).toMatchObject(cameOff);
    expect(second.unattachedSince(spare ?? "")).toMatchObject({ seenSince: startedAt, sawItCome: false });
    expect((await kept())[id]).toEqual([cameOff.seenSince, true]);
    expect(errors).toEqual([]);
  });

  it("begins anew for one that was attached meanwhile, seen or not by the process before", async () => {
    await takeOff();
    await readBy(startedAnew());
    await putOn();
    await wasReadAt(clock.at);
    const second = startedAnew();
    expect(await readBy(second, 60_000)).toBeUndefined();
    expect(await kept()).not.toHaveProperty(id);
    await takeOff();
    const cameOff = { seenSince: clock.at + 60_000, sawItCome: true };
    expect(await readBy(second, 60_000)).toMatchObject(cameOff);
    expect((await kept())[id]).toEqual([cameOff.seenSince, true]);
  });

  it("is written down anew when it was attached and taken off again", async () => {
    const source = startedAnew();
    await takeOff();
    await readBy(source);
    await putOn();
    await readBy(source, 60_000);
    await takeOff();
    await readBy(source, 60_000);
    expect((await kept())[id]).toEqual([clock.at, true]);
  });

  it("is not remembered of a region that was not read for over an hour", async () => {
    await takeOff();
    await readBy(startedAnew());
    await wasReadAt(clock.at - HOUR - 60_000);
    const again = { seenSince: clock.at + 60_000, sawItCome: false };
    expect(await readBy(startedAnew(), 60_000)).toMatchObject(again);
    expect((await kept())[id]).toEqual([again.seenSince, false]);
  });

  it("outlives a first reading that failed half-way", async () => {
    await takeOff();
    await readBy(startedAnew());
    const since = clock.at;
    await wasReadAt(since);
    const second = startedAnew();
    const fault = { kind: "error", code: "InternalError" };
    await control(emulator.url, "POST", "/faults", { match: { action: "DescribeInstances" }, fault });
    expect(await readBy(second, 10_000)).toBeUndefined();
    await control(emulator.url, "DELETE", "/faults");
    expect(await readBy(second, 10_000)).toMatchObject({ seenSince: since });
    expect((await kept())[id]).toEqual([since, false]);
  });

  it("is forgotten with an ENI that is gone", async () => {
    const source = startedAnew();
    await readBy(source);
    const known = source.networkInterface(id)?.value;
    if (!known) throw new Error("the seed has this ENI");
    const gone = "eni-bp1gone00000000000";
    const ghost = { ...known, networkInterfaceId: gone, status: "Available", instanceId: null };
    // Newer than the next reading, so that this one does not take it out.
    source.observe([gone], [ghost], clock.at + 60_000);
    await readBy(source, 30_000);
    expect(await kept()).toHaveProperty(gone);
    await readBy(source, 60_000);
    expect(source.networkInterface(gone)).toBeUndefined();
    expect(await kept()).not.toHaveProperty(gone);
  });

  it("is still known, and its loss is logged, where the database takes nothing", async () => {
    const source = startedAnew();
    await store.close();
    await takeOff();
    expect(await readBy(source)).toMatchObject({ seenSince: clock.at, sawItCome: false });
    expect(errors).toContain("unattached-times.not-kept");
  });
});
