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
/** Of the process that was started last. */
let times: UnattachedTimes;
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
function startedAnew(over: Pick<Store, "read" | "write" | "clock"> = store): InventorySource {
  const log = { error: (event: string) => errors.push(event) };
  times = new UnattachedTimes({ store: over, log });
  const account = { accountId: EMULATOR_ACCOUNT_ID, name: "Emulator" };
  return new InventorySource(account, REGION, emulatedClient(emulator.url), clock, {
    unattachedTimes: times,
  });
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
  await times.written();
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
    expect(await readBy(first, 30_000)).toEqual(cameOff);
    await wasReadAt(clock.at);

    const second = startedAnew();
    expect(await readBy(second, 120_000)).toEqual(cameOff);
    expect(second.unattachedSince(spare ?? "")).toEqual({ seenSince: startedAt, sawItCome: false });
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
    expect(await readBy(second, 60_000)).toEqual(cameOff);
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
    const now = clock.at;
    clock.at -= HOUR + 60_000;
    await takeOff();
    await readBy(startedAnew());
    await wasReadAt(clock.at);
    clock.at = now;
    const again = { seenSince: now, sawItCome: false };
    expect(await readBy(startedAnew())).toEqual(again);
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

  it("stays where a second process begins before the first reading in hours is noted as one", async () => {
    await wasReadAt(clock.at - 2 * HOUR);
    await takeOff();
    await readBy(startedAnew());
    const since = clock.at;
    expect(await readBy(startedAnew(), 1_000)).toEqual({ seenSince: since, sawItCome: false });
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

  it("is written down as it is where another process had kept what is over by now", async () => {
    await takeOff();
    await readBy(startedAnew());
    await putOn();
    // The database does not tell at first, so that this process knows of nothing that was kept.
    let isAway = true;
    const read: Store["read"] = async (work) =>
      isAway
        ? { ok: false, error: { kind: "unavailable", reason: "locked", cause: "away" } }
        : store.read(work);
    const source = startedAnew({ read, write: (work) => store.write(work), clock: store.clock });
    await readBy(source, 60_000);
    expect(errors).toEqual(["unattached-times.not-read"]);
    isAway = false;
    await takeOff();
    await readBy(source, 60_000);
    expect((await kept())[id]).toEqual([clock.at, true]);
  });

  it("goes with the ENI also where the database told late what was kept", async () => {
    await takeOff();
    await readBy(startedAnew());
    let isAway = true;
    const read: Store["read"] = async (work) =>
      isAway
        ? { ok: false, error: { kind: "unavailable", reason: "locked", cause: "away" } }
        : store.read(work);
    const fault = { kind: "error", code: "InternalError" };
    await control(emulator.url, "POST", "/faults", { match: { action: "DescribeInstances" }, fault });
    const source = startedAnew({ read, write: (work) => store.write(work), clock: store.clock });
    await readBy(source, 10_000);
    isAway = false;
    await control(emulator.url, "DELETE", "/faults");
    await putOn();
    await readBy(source, 10_000);
    expect(await kept()).not.toHaveProperty(id);
  });

  it("is left alone by a process that stops", async () => {
    const source = startedAnew();
    await times.stop();
    await store.close();
    await source.refresh();
    expect(errors).toEqual([]);
  });

  it("is still known, and its loss is logged, where the database takes nothing", async () => {
    const source = startedAnew();
    await store.close();
    await takeOff();
    expect(await readBy(source)).toEqual({ seenSince: clock.at, sawItCome: false });
    expect(errors).toContain("unattached-times.not-kept");
  });
});
