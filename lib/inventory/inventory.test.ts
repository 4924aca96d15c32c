import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { wellKnown } from "#emulator/seed/well-known.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import type { Clock } from "#lib/core/clock.ts";
import { invariant } from "#lib/core/invariant.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Scope } from "#lib/domain/scope.ts";
import { EMULATOR_ACCOUNT_ID, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import * as instanceList from "#lib/inventory/instance-list.ts";
import { type FindAccounts, Inventory } from "#lib/inventory/inventory.ts";
import * as networkInterfaceList from "#lib/inventory/network-interface-list.ts";
import { readFresh } from "#lib/inventory/read-fresh.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import { EVERYWHERE, reachOf } from "#lib/policy/reach.ts";

const { web1, web2, trunk1 } = wellKnown;
const worldSchema = z.object({
  instances: z.array(z.looseObject({ AccountId: z.string(), InstanceId: z.string() })),
  networkInterfaces: z.array(z.looseObject({ AccountId: z.string(), NetworkInterfaceId: z.string() })),
});
const journalSchema = z.object({ calls: z.array(z.object({ action: z.string() })) });

const operator: Situation = {
  language: "en",
  rights: "",
  mayAsk: () => true,
  observeOnly: false,
  isReadOnly: () => false,
  sendingStopped: null,
  openRequest: () => undefined,
};
const everything = { limit: 500 };

function shown<Page>(answer: Result<Page, unknown>): Page {
  invariant(answer.ok, "nothing here asks for an old version");
  return answer.value;
}
const listInstances = async (...asked: Parameters<typeof instanceList.listInstances>) =>
  shown(await instanceList.listInstances(...asked));
const listNetworkInterfaces = async (
  ...asked: Parameters<typeof networkInterfaceList.listNetworkInterfaces>
) => shown(await networkInterfaceList.listNetworkInterfaces(...asked));

let emulator: RunningEmulator;
let clock: Clock & { at: number };
let inventory: Inventory;

const find: FindAccounts = async () => {
  const ecs = emulatedClient(emulator.url);
  const account = { accountId: EMULATOR_ACCOUNT_ID, name: "Emulator" };
  return ok([{ account, ecs, changes: { kind: "own-credentials", ecs } }]);
};

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  await control(emulator.url, "POST", "/reset", {});
  clock = { at: Date.now(), now: () => clock.at };
  inventory = new Inventory(find, "all", clock);
});

async function callsOf(action: string) {
  const journal = journalSchema.parse(await control(emulator.url, "GET", "/journal"));
  return journal.calls.filter((call) => call.action === action).length;
}

const fault = (match: object, kind: object, times: number) =>
  control(emulator.url, "POST", "/faults", { match, fault: kind, times });

describe("the inventory", () => {
  it("holds exactly what the account has, in every region", async () => {
    const isOurs = ({ AccountId }: { AccountId: string }) => AccountId === EMULATOR_ACCOUNT_ID;
    const world = worldSchema.parse(await control(emulator.url, "GET", "/world"));
    const [instances, enis] = [
      await listInstances(inventory.seenBy(EVERYWHERE), everything, operator),
      await listNetworkInterfaces(inventory.seenBy(EVERYWHERE), everything, operator),
    ];
    const ids = (rows: { instanceId: string }[]) => rows.map(({ instanceId }) => instanceId).sort();
    expect(ids(instances.items)).toEqual(
      world.instances
        .filter(isOurs)
        .map(({ InstanceId }) => InstanceId)
        .sort(),
    );
    expect(enis.items.map(({ networkInterfaceId }) => networkInterfaceId).sort()).toEqual(
      world.networkInterfaces
        .filter(isOurs)
        .map(({ NetworkInterfaceId }) => NetworkInterfaceId)
        .sort(),
    );
    expect(instances.sources.map(({ regionId, ok: fine }) => [regionId, fine]).sort()).toEqual([
      ["ap-southeast-1", true],
      ["cn-beijing", true],
      ["cn-hangzhou", true],
      ["cn-shanghai", true],
      ["eu-central-1", true],
    ]);
  });

  it("says how many ENIs an instance still takes, by its type", async () => {
    await listInstances(inventory.seenBy(EVERYWHERE), everything, operator);
    const { items } = await listInstances(
      inventory.seenBy(EVERYWHERE),
      { ...everything, q: `id:${web1.instanceId}` },
      operator,
    );
    expect(items).toMatchObject([{ networkInterfaceCount: 3, slots: { all: 4, free: 1 } }]);
    const trunk = await listInstances(
      inventory.seenBy(EVERYWHERE),
      { ...everything, q: `id:${trunk1.instanceId}` },
      operator,
    );
    const byFree = await listInstances(
      inventory.seenBy(EVERYWHERE),
      { ...everything, sort: "-freeSlots" },
      operator,
    );
    const free = byFree.items.map(({ slots }) => slots?.free ?? -1);
    expect(new Set(free).size).toBeGreaterThan(2);
    expect(free).toEqual(free.toSorted((a, b) => b - a));
    // Two members hang on its trunk and take no slot of the instance.
    expect(trunk.items).toMatchObject([{ networkInterfaceCount: 4, slots: { all: 8, free: 6 } }]);
  });

  it("names the account in every row", async () => {
    const { items } = await listNetworkInterfaces(inventory.seenBy(EVERYWHERE), everything, operator);
    expect(new Set(items.map(({ accountId, accountName }) => `${accountId} ${accountName}`))).toEqual(
      new Set([`${EMULATOR_ACCOUNT_ID} Emulator`]),
    );
  });

  it("walks once for many readers at the same time", async () => {
    await Promise.all(
      Array.from({ length: 20 }, () => listInstances(inventory.seenBy(EVERYWHERE), everything, operator)),
    );
    expect(await callsOf("DescribeInstances")).toBe(5);
    expect(await callsOf("DescribeRegions")).toBe(1);
  });

  it("does not ask again while the data is young, and answers at once from old data while it does", async () => {
    await listInstances(inventory.seenBy(EVERYWHERE), everything, operator);
    const asked = await callsOf("DescribeInstances");
    await listInstances(inventory.seenBy(EVERYWHERE), everything, operator);
    expect(await callsOf("DescribeInstances")).toBe(asked);
    clock.at += 60_000;
    await fault({ action: "DescribeInstances" }, { kind: "latency", ms: 1_000 }, 5);
    const old = await listInstances(inventory.seenBy(EVERYWHERE), everything, operator);
    expect(old.items.length).toBeGreaterThan(40);
  });

  it("shows the other regions when one fails, and says which failed with code and RequestId", async () => {
    await fault({ regionId: "cn-beijing" }, { kind: "error", code: "Forbidden.RAM" }, 20);
    const page = await listInstances(inventory.seenBy(EVERYWHERE), everything, operator);
    const failed = page.sources.find(({ regionId }) => regionId === "cn-beijing");
    expect(failed).toMatchObject({
      ok: false,
      observedAt: null,
      problem: { code: "Forbidden.RAM", requestId: expect.any(String) },
    });
    expect(new Set(page.items.map(({ regionId }) => regionId))).toEqual(
      new Set(["cn-hangzhou", "ap-southeast-1", "cn-shanghai", "eu-central-1"]),
    );
  });

  it("keeps what it knew when a later walk fails", async () => {
    await listInstances(inventory.seenBy(EVERYWHERE), everything, operator);
    await fault({ regionId: "cn-beijing" }, { kind: "error", code: "ServiceUnavailable" }, 20);
    const source = await inventory.source(EMULATOR_ACCOUNT_ID, "cn-beijing");
    if (source.ok) await source.value.refresh();
    const page = await listInstances(
      inventory.seenBy(EVERYWHERE),
      { ...everything, regionId: "cn-beijing" },
      operator,
    );
    expect(page.items.length).toBeGreaterThan(5);
    expect(page.sources).toMatchObject([{ ok: false, observedAt: expect.any(String) }]);
  });

  it("never shows half a region: a page that fails fails the walk", async () => {
    await fault({ action: "DescribeNetworkInterfaces", regionId: "cn-hangzhou" }, { kind: "truncate" }, 1);
    const page = await listInstances(
      inventory.seenBy(EVERYWHERE),
      { ...everything, regionId: "cn-hangzhou" },
      operator,
    );
    expect(page).toMatchObject({ items: [], sources: [{ ok: false }] });
  });

  it("says whose failure it is when not even the account is known, and recovers", async () => {
    let fail = true;
    const flaky: FindAccounts = async () =>
      fail ? err({ kind: "not-sent", cause: "connection refused" }) : find();
    const early = new Inventory(flaky, "all", clock);
    const page = await listInstances(early.seenBy(EVERYWHERE), everything, operator);
    expect(page).toMatchObject({
      total: 0,
      sources: [{ accountId: "", ok: false, problem: { kind: "not-sent" } }],
    });
    const ofOne = { ...everything, accountId: EMULATOR_ACCOUNT_ID };
    expect((await listInstances(early.seenBy(EVERYWHERE), ofOne, operator)).sources).toHaveLength(1);
    fail = false;
    clock.at += 10_000;
    expect((await listInstances(early.seenBy(EVERYWHERE), everything, operator)).total).toBeGreaterThan(40);
  });

  it("names another account that could not be listed by its name, and not to who asks for one account", async () => {
    const account = { accountId: "1000000000000009", name: "Nobody answers" };
    const ecs = emulatedClient("http://127.0.0.1:1");
    const more: FindAccounts = async () => {
      const found = await find();
      return found.ok ? ok([...found.value, { account, ecs, changes: { kind: "none" } }]) : found;
    };
    const seen = new Inventory(more, "all", clock).seenBy(EVERYWHERE);
    const failed = { accountId: account.accountId, accountName: account.name, regionId: "", ok: false };
    const { sources } = await listInstances(seen, everything, operator);
    expect(sources.filter(({ ok }) => !ok)).toMatchObject([failed]);
    expect(new Set(sources.map(({ accountName }) => accountName))).toEqual(
      new Set(["Emulator", account.name]),
    );
    for (const list of [listInstances, listNetworkInterfaces]) {
      const ofOne = await list(seen, { ...everything, accountId: EMULATOR_ACCOUNT_ID }, operator);
      expect(ofOne.sources.every(({ ok }) => ok)).toBe(true);
      const ofOther = await list(seen, { ...everything, accountId: account.accountId }, operator);
      expect(ofOther).toMatchObject({ total: 0, sources: [failed] });
    }
  });

  it("looks at the wanted regions only", async () => {
    const one = new Inventory(find, ["cn-beijing"], clock);
    const page = await listInstances(one.seenBy(EVERYWHERE), everything, operator);
    expect(new Set(page.items.map(({ regionId }) => regionId))).toEqual(new Set(["cn-beijing"]));
    expect(await one.source(EMULATOR_ACCOUNT_ID, "cn-hangzhou")).toEqual(err({ kind: "unknown-region" }));
    expect(await one.source("999999", "cn-beijing")).toEqual(err({ kind: "unknown-account" }));
  });
});

describe("a list", () => {
  const enis = (query: object, situation = operator) =>
    listNetworkInterfaces(inventory.seenBy(EVERYWHERE), { ...everything, ...query }, situation);

  it.each([
    ["an id", web1.secondEniId, web1.secondEniId],
    ["an id in capitals", web1.secondEniId.toUpperCase(), web1.secondEniId],
    ["a private address", "10.10.64.11", web1.secondEniId],
    ["two words, both of which must be found", `web-1 second`, web1.secondEniId],
  ])("is searched by %s", async (_name, q, want) => {
    const { items } = await enis({ q });
    expect(items.map(({ networkInterfaceId }) => networkInterfaceId)).toContain(want);
  });

  it("is searched by a range of addresses, across regions and beside other words", async () => {
    const inRange = (await enis({ q: "10.10.64.0/24" })).items;
    expect(inRange.map(({ networkInterfaceId }) => networkInterfaceId)).toContain(web1.secondEniId);
    expect(
      inRange.every(({ privateIps }) => privateIps.some(({ address }) => address.startsWith("10.10.64."))),
    ).toBe(true);
    expect((await enis({ q: "10.0.0.0/8" })).total).toBe((await enis({})).total);
    const both = (await enis({ q: "10.10.64.0/24 web-1" })).items;
    expect(both.filter(({ instanceId }) => instanceId === web1.instanceId)).toHaveLength(3);
    expect(both.length).toBeLessThan(inRange.length);
    expect((await enis({ q: "10.10.65.0/24 web-1" })).items).toEqual([]);
  });

  it("finds nothing rather than everything for a word that is nowhere", async () => {
    expect(await enis({ q: "no-such-thing-anywhere" })).toMatchObject({ items: [], total: 0 });
  });

  it("keeps an instance's ENIs together, the primary one first, and what is attached to nothing last", async () => {
    const rows = (await enis({})).items;
    const web = rows.flatMap(({ instanceId, type }, at) =>
      instanceId === web1.instanceId ? [[at, type]] : [],
    );
    expect(web.map(([, type]) => type)).toEqual(["Primary", "Secondary", "Secondary"]);
    expect(Number(web[2]?.[0]) - Number(web[0]?.[0])).toBe(2);
    const names = rows.map(({ instanceName }) => instanceName !== null);
    expect(names.lastIndexOf(true)).toBeLessThan(names.indexOf(false));
  });

  it("is sorted by how long ENIs have been attached to nothing, also as they come off and are taken", async () => {
    // Up to 2,000 are sorted anew each time.
    const fleet = { instances: 600, enis: 2_400, regions: 1, seed: 3 };
    await control(emulator.url, "POST", "/reset", { generate: fleet });
    const source = shown(await inventory.source(EMULATOR_ACCOUNT_ID, "cn-hangzhou"));
    await source.refresh();
    const { total } = await enis({});
    const all = async (sort: string) =>
      (
        await Promise.all(
          [0, 500, 1_000, 1_500, 2_000, 2_500].map(async (offset) => (await enis({ sort, offset })).items),
        )
      ).flat();
    const ids = async (sort: string) =>
      (await all(sort)).flatMap(({ networkInterfaceId, unattached }) =>
        unattached ? [networkInterfaceId] : [],
      );
    const secondary = [...source.networkInterfaces()]
      .map(({ value }) => value)
      .filter(({ type, status }) => type === "Secondary" && status === "InUse");
    const off = (eni: NetworkInterface, seconds: number) => {
      const free = { ...eni, status: "Available" as const, instanceId: null };
      source.observe([eni.networkInterfaceId], [free], clock.at + seconds * 1_000);
    };
    const [long, longer, ...known] = secondary.slice(0, 4);
    invariant(long && longer, "there are more");
    off(longer, 1);
    off(long, 2);
    const first = [long.networkInterfaceId, longer.networkInterfaceId];
    expect(await ids("unattached")).toEqual(first);
    for (const round of [1, 2, 3]) {
      for (const [nth, value] of known.entries()) {
        off(value, round * 10 + nth);
        expect((await ids("unattached"))[0]).toBe(value.networkInterfaceId);
      }
      const freed = known.map(({ networkInterfaceId }) => networkInterfaceId);
      expect(await ids("unattached")).toEqual([...freed.toReversed(), ...first]);
      expect((await ids("-unattached")).slice(-2)).toEqual(freed);
      for (const value of known)
        source.observe([value.networkInterfaceId], [value], clock.at + round * 10_000 + 5_000);
      expect(await ids("unattached")).toEqual(first);
      const rows = (await all("unattached")).map(({ networkInterfaceId }) => networkInterfaceId);
      expect([rows.length, new Set(rows).size]).toEqual([total, total]);
    }
  });

  it("is sorted over the whole set, addresses by number, and pages without loss or repetition", async () => {
    const whole = (await enis({ sort: "primaryPrivateIp" })).items;
    const octets = whole.map(({ primaryPrivateIp }) => primaryPrivateIp.split(".").map(Number));
    const numbers = octets.map((parts) => parts.reduce((total, part) => total * 256 + part, 0));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const paged: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listNetworkInterfaces(
        inventory.seenBy(EVERYWHERE),
        { sort: "primaryPrivateIp", limit: 37, cursor },
        operator,
      );
      paged.push(...page.items.map(({ networkInterfaceId }) => networkInterfaceId));
      if (page.cursor === null) break;
      cursor = page.cursor;
    }
    expect(paged).toEqual(whole.map(({ networkInterfaceId }) => networkInterfaceId));
  });

  it("offers to detach only what may be detached by who looks", async () => {
    const offered = (await enis({ detachable: true })).items;
    expect(offered.length).toBeGreaterThan(20);
    expect(offered.every(({ detach }) => detach.allowed && detach.blockers.length === 0)).toBe(true);
    expect(
      (await enis({ detachable: true }, { ...operator, rights: "none", mayAsk: () => false })).items,
    ).toEqual([]);
    expect(
      (await enis({ detachable: true }, { ...operator, rights: "look", observeOnly: true })).items,
    ).toEqual([]);
    const watched = {
      ...operator,
      rights: "watched",
      isReadOnly: (accountId: string) => accountId === EMULATOR_ACCOUNT_ID,
    };
    expect((await enis({ detachable: true }, watched)).items).toEqual([]);
    const everywhere = { ...watched, rights: "watched, everywhere", allBut: [] };
    expect((await enis({ detachable: true }, everywhere)).items).toEqual([]);
    const [row] = (await enis({ q: web1.secondEniId }, watched)).items;
    expect(row?.detach).toMatchObject({
      allowed: false,
      blockers: [{ reason: "read-only-account", message: expect.stringContaining("changeRoleArn") }],
    });
  });

  it("leaves out what a request is open for, also for those who may ask for everything", async () => {
    const id = web1.secondEniId;
    const openRequest = (each: string) =>
      each === id ? { id: "r1", action: "detach" as const, state: "accepted", askedBy: "ada" } : undefined;
    const ids = async (detachable: boolean, allBut?: string[]) =>
      (
        await enis(
          { q: id, detachable },
          { ...operator, rights: JSON.stringify(allBut ?? null), openRequest, ...(allBut ? { allBut } : {}) },
        )
      ).items.map(({ networkInterfaceId }) => networkInterfaceId);
    expect([await ids(true), await ids(false)]).toEqual([[], [id]]);
    expect([await ids(true, [id]), await ids(false, [id])]).toEqual([[], [id]]);
    expect([await ids(true, []), await ids(false, [])]).toEqual([[id], []]);
  });

  it("says who began it where a request is open", async () => {
    const openRequest = (id: string) =>
      id === web1.secondEniId
        ? { id: "r1", action: "detach" as const, state: "accepted", askedBy: "ada" }
        : undefined;
    const [row] = (await enis({ q: web1.secondEniId }, { ...operator, openRequest })).items;
    expect(row?.detach).toMatchObject({
      allowed: false,
      blockers: [{ reason: "request-open", message: expect.stringContaining("ada") }],
    });
    expect(row?.openRequest).toEqual({ id: "r1", action: "detach", state: "accepted", askedBy: "ada" });
  });

  it("speaks Chinese when asked to", async () => {
    const [row] = (await enis({ q: web1.primaryEniId }, { ...operator, language: "zh" })).items;
    expect(row?.detach.blockers[0]?.message).toContain("主网卡");
  });
});

describe("a fresh read", () => {
  const ref = (networkInterfaceId: string) => ({
    accountId: EMULATOR_ACCOUNT_ID,
    regionId: "cn-hangzhou",
    networkInterfaceId,
  });

  it("shows what is now and mends the snapshot", async () => {
    await listInstances(inventory.seenBy(EVERYWHERE), everything, operator);
    await control(emulator.url, "PATCH", `/world/network-interfaces/${web2.secondEniId}`, {
      Status: "Detaching",
    });
    const read = await readFresh(inventory, clock, ref(web2.secondEniId));
    expect(read.ok && read.value.networkInterface.status).toBe("Detaching");
    const [row] = (
      await listNetworkInterfaces(
        inventory.seenBy(EVERYWHERE),
        { ...everything, q: web2.secondEniId },
        operator,
      )
    ).items;
    expect(row).toMatchObject({ status: "Detaching", detach: { again: true } });
  });

  it("finds the members of a trunk, and their instance", async () => {
    await listInstances(inventory.seenBy(EVERYWHERE), everything, operator);
    const trunk = await readFresh(inventory, clock, ref(trunk1.trunkEniId));
    expect(trunk.ok && trunk.value.memberIds).toEqual([trunk1.member1EniId, trunk1.member2EniId].sort());
    const member = await readFresh(inventory, clock, ref(trunk1.member1EniId));
    expect(member.ok && member.value.instance?.instanceId).toBe(trunk1.instanceId);
  });

  it("says that an ENI does not exist, and does not guess when ECS can't be asked", async () => {
    const gone = `${web1.secondEniId.slice(0, -1)}x`;
    expect(await readFresh(inventory, clock, ref(gone))).toEqual(err({ kind: "not-found" }));
    await fault({ action: "DescribeInstances", instanceId: web1.instanceId }, { kind: "drop-before" }, 5);
    const blind = await readFresh(inventory, clock, ref(web1.secondEniId));
    expect(blind).toMatchObject({ ok: false, error: { kind: "ecs" } });
  });
});

describe("what somebody may see", () => {
  const limitedTo = (scope: Scope) => reachOf([{ role: "viewer", scope }], "inventory.read");

  it("is all that is counted, in rows and in totals", async () => {
    const all = await listInstances(inventory.seenBy(EVERYWHERE), everything, operator);
    const some = await listInstances(
      inventory.seenBy(limitedTo({ regionIds: ["cn-beijing"] })),
      everything,
      operator,
    );
    expect(some.total).toBeGreaterThan(0);
    expect(some.total).toBeLessThan(all.total);
    expect(new Set(some.sources.map(({ regionId }) => regionId))).toEqual(new Set(["cn-beijing"]));
  });

  it("asks ECS nothing about a region beyond it", async () => {
    const seen = inventory.seenBy(limitedTo({ regionIds: ["cn-beijing"] }));
    await listNetworkInterfaces(seen, everything, operator);
    expect(await seen.source(EMULATOR_ACCOUNT_ID, "cn-hangzhou")).toEqual({
      ok: false,
      error: { kind: "unknown-region" },
    });
    expect(inventory.knownSource(EMULATOR_ACCOUNT_ID, "cn-beijing")).toBeDefined();
    expect(inventory.knownSource(EMULATOR_ACCOUNT_ID, "cn-hangzhou")).toBeUndefined();
  });
});
