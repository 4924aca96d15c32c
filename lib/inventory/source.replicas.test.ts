import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import { isoTime, systemClock } from "#lib/core/clock.ts";
import { EMULATOR_ACCOUNT_ID, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { SharedSnapshots } from "#lib/inventory/shared-snapshot.ts";
import { InventorySource } from "#lib/inventory/source.ts";
import { UnattachedTimes } from "#lib/inventory/unattached-times.ts";
import { openStore, type Store } from "#lib/store/store.ts";
import { movableClock, temporaryDatabase, valueIn } from "#lib/store/temporary-store.test-data.ts";

const { web1, web2 } = wellKnown;
const account = { accountId: EMULATOR_ACCOUNT_ID, name: "Emulator" };
const REGION = "cn-hangzhou";
const journalSchema = z.object({ calls: z.array(z.object({ action: z.string() })) });

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(() => control(emulator.url, "POST", "/reset", {}));

/** How often the ENIs were listed since the last count. */
async function walks(): Promise<number> {
  const { calls } = journalSchema.parse(await control(emulator.url, "GET", "/journal?limit=1000"));
  await control(emulator.url, "DELETE", "/journal");
  return calls.filter(({ action }) => action === "DescribeNetworkInterfaces").length;
}

/** Replicas at one database, whose times move together. */
async function desks() {
  const { url } = await temporaryDatabase({ migrated: true });
  const clock = movableClock();
  const stores: Store[] = [];
  const replica = async (name: string) => {
    const store = valueIn(await openStore({ url, clock: systemClock }));
    onTestFinished(() => store.close());
    stores.push(store);
    if (store.shared === null) throw new Error("replicas share on PostgreSQL");
    const shared = new SharedSnapshots(store, store.shared, name, clock).of(account.accountId, REGION);
    const ecs = emulatedClient(emulator.url);
    const unattachedTimes = new UnattachedTimes({ store, log: { error: () => undefined } });
    const source = new InventorySource(account, REGION, ecs, clock, { shared, unattachedTimes });
    return { store, shared, source };
  };
  return { clock, one: await replica("one"), two: await replica("two"), replica };
}

const namesOf = (source: InventorySource) =>
  [...source.networkInterfaces()].map(({ value }) => `${value.networkInterfaceId} ${value.name}`).sort();
const rename = (networkInterfaceId: string, NetworkInterfaceName: string) =>
  control(emulator.url, "PATCH", `/world/network-interfaces/${networkInterfaceId}`, { NetworkInterfaceName });

describe("two replicas", () => {
  it("share one walk, also when they begin at once", async () => {
    const { one, two } = await desks();
    await Promise.all([one.source.ensure(), two.source.ensure()]);
    expect(await walks()).toBe(1);
    expect(namesOf(one.source).length).toBeGreaterThan(10);
    expect(namesOf(two.source)).toEqual(namesOf(one.source));
    expect([...two.source.instances()].length).toBe([...one.source.instances()].length);
    expect(two.source.observedAt).toBe(one.source.observedAt);
    expect(two.source.partial).toBe(false);
  });

  it("share each later walk, and what it found changed, new and gone", async () => {
    const { clock, one, two } = await desks();
    await one.source.ensure();
    await two.source.ensure();
    await walks();
    await rename(web1.secondEniId, "renamed-outside");
    clock.advance(21_000);
    await one.source.refresh();
    await two.source.refresh();
    expect(await walks()).toBe(1);
    expect(two.source.networkInterface(web1.secondEniId)?.value.name).toBe("renamed-outside");
    expect(two.source.networkInterface(web2.secondEniId)?.observedAt).toBe(clock.now());
    expect(two.source.observedAt).toBe(one.source.observedAt);
  });

  it("know of each other since when an ENI is attached to nothing, also one that starts later", async () => {
    const { clock, one, two, replica } = await desks();
    await one.source.ensure();
    await two.source.ensure();
    const id = web2.secondEniId;
    await control(emulator.url, "PATCH", `/world/network-interfaces/${id}`, {
      ...{ Status: "Available", InstanceId: "" },
    });
    clock.advance(21_000);
    await one.source.refresh();
    await two.source.refresh();
    const cameOff = { seenSince: clock.now(), sawItCome: true };
    expect(one.source.unattachedSince(id)).toMatchObject(cameOff);
    expect(two.source.unattachedSince(id)).toMatchObject(cameOff);

    const readAt = isoTime(one.store.clock.now());
    const place = { account_id: account.accountId, region_id: REGION };
    valueIn(
      await one.store.write((tx) =>
        tx
          .insertInto("attachment_reads")
          .values({ ...place, since: readAt, read_at: readAt })
          .execute(),
      ),
    );
    clock.advance(5_000);
    const three = await replica("three");
    await three.source.ensure();
    expect(three.source.unattachedSince(id)).toMatchObject(cameOff);
  });

  it("write down what is over by now when one takes over from another", async () => {
    const { clock, one, two } = await desks();
    const id = web2.secondEniId;
    const put = (Status: string, InstanceId: string) =>
      control(emulator.url, "PATCH", `/world/network-interfaces/${id}`, { Status, InstanceId });
    const isKept = async () => {
      const all = await one.store.read((db) =>
        db.selectFrom("unattached_times").select("network_interface_id").execute(),
      );
      return valueIn(all).some((row) => row.network_interface_id === id);
    };
    await one.source.ensure();
    await two.source.ensure();
    await put("Available", "");
    clock.advance(21_000);
    await one.source.refresh();
    await expect.poll(isKept).toBe(true);
    await two.source.pull();
    await put("InUse", web2.instanceId);
    await walks();
    // The one that walked last goes first, so that the other has to wait a little longer.
    clock.advance(60_000);
    await two.source.refresh();
    expect(await walks()).toBe(1);
    expect(two.source.networkInterface(id)?.value.status).toBe("InUse");
    await expect.poll(isKept).toBe(false);
  });

  it("tell each other what single reads showed, without a call", async () => {
    const { clock, one, two } = await desks();
    await one.source.ensure();
    await two.source.ensure();
    await walks();
    const known = one.source.networkInterface(web2.secondEniId)?.value;
    if (!known) throw new Error("the seed has this ENI");
    clock.advance(1_000);
    one.source.observe([known.networkInterfaceId], [{ ...known, status: "Detaching" }], clock.now());
    one.source.observe([web1.secondEniId], [], clock.now());
    await expect
      .poll(async () => {
        await two.source.pull();
        return two.source.networkInterface(web2.secondEniId)?.value.status;
      })
      .toBe("Detaching");
    expect(two.source.networkInterface(web1.secondEniId)).toBeUndefined();
    expect(await walks()).toBe(0);
  });

  it("do not tell on what they were told", async () => {
    const { one, two } = await desks();
    await one.source.ensure();
    await two.source.ensure();
    const { version } = valueIn(await one.shared.state());
    await two.source.pull();
    expect(valueIn(await two.shared.state()).version).toBe(version);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(valueIn(await one.shared.state()).version).toBe(version);
  });

  it("keep the newer of two sightings, whoever tells later", async () => {
    const { clock, one, two } = await desks();
    await one.source.ensure();
    await two.source.ensure();
    const known = one.source.networkInterface(web2.secondEniId)?.value;
    if (!known) throw new Error("the seed has this ENI");
    const at = clock.now();
    await one.shared.rows.publish([
      { kind: "network-interface", id: known.networkInterfaceId, observedAt: at + 2_000, value: known },
    ]);
    const older = { ...known, name: "as it was before" };
    await two.shared.rows.publish([
      { kind: "network-interface", id: known.networkInterfaceId, observedAt: at + 1_000, value: older },
    ]);
    await two.source.pull();
    expect(two.source.networkInterface(known.networkInterfaceId)?.value.name).toBe(known.name);
  });

  it("take turns where one that walked last goes first", async () => {
    const { clock, one, two } = await desks();
    await one.source.ensure();
    await two.source.ensure();
    await walks();
    clock.advance(21_000);
    await two.source.refresh();
    expect(await walks()).toBe(0);
    clock.advance(5_000);
    await two.source.refresh();
    expect(await walks()).toBe(1);
  });

  it("replace a walker that is not heard of any more", async () => {
    const { clock, one, two } = await desks();
    expect(valueIn(await one.shared.turns.take(0))).toBe(true);
    const waiting = two.source.ensure();
    expect(valueIn(await two.shared.state()).beingWalked).toBe(true);
    clock.advance(21_000);
    await waiting;
    expect(await walks()).toBe(1);
    expect(namesOf(two.source).length).toBeGreaterThan(10);
  });

  it("share why a walk failed, and do not both try again", async () => {
    const { one, two } = await desks();
    await control(emulator.url, "POST", "/faults", {
      match: { action: "DescribeNetworkInterfaces" },
      fault: { kind: "error", code: "Forbidden.RAM" },
    });
    await one.source.ensure();
    await two.source.ensure();
    expect(one.source.failure).toMatchObject({ code: "Forbidden.RAM" });
    expect(two.source.failure).toEqual(one.source.failure);
    expect(await walks()).toBe(1);
  });

  it("tell everything again when a crash of the database has emptied what they share", async () => {
    const { clock, one, two, replica } = await desks();
    await one.source.ensure();
    await two.source.ensure();
    valueIn(
      (await one.store.shared?.write(async (tx) => {
        await tx.deleteFrom("shared_rows").execute();
        await tx.deleteFrom("shared_sources").execute();
      })) ?? { ok: false, error: "no sharing" },
    );
    clock.advance(21_000);
    await one.source.refresh();
    await walks();
    const three = await replica("three");
    await three.source.ensure();
    expect(await walks()).toBe(0);
    expect(namesOf(three.source)).toEqual(namesOf(one.source));
  });

  it("read by themselves while the database does not answer", async () => {
    const { one } = await desks();
    await one.store.close();
    await one.source.ensure();
    expect(namesOf(one.source).length).toBeGreaterThan(10);
  });
});
