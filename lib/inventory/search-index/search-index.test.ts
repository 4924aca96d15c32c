import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateSeed } from "#emulator/seed/generate.ts";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { SeededRandom } from "#emulator/world/random.ts";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";
import { invariant } from "#lib/core/invariant.ts";
import { ok } from "#lib/core/result.ts";
import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { EMULATOR_ACCOUNT_ID, emulatedClient } from "#lib/ecs/testing/emulated-client.ts";
import { listInstances } from "#lib/inventory/instance-list.ts";
import { type AccountAccess, Inventory } from "#lib/inventory/inventory.ts";
import type { ListQuery } from "#lib/inventory/list-question.ts";
import { type Known, naiveInstances, naiveInterfaces } from "#lib/inventory/naive-search.test-data.ts";
import { listNetworkInterfaces, type NetworkInterfaceQuery } from "#lib/inventory/network-interface-list.ts";
import { RandomRows } from "#lib/inventory/random-inventory.test-data.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import type { InventorySource } from "#lib/inventory/source.ts";
import { EVERYWHERE, type Reach, reachOf } from "#lib/policy/reach.ts";

const REGIONS = ["cn-hangzhou", "cn-beijing"];
/** So many that the index of texts is made, and made anew, and that not all are sorted each time. */
const INTERFACES = 3_000;
const INSTANCES = 60;
const CHANGES = 40;
const QUERIES = 32;
/** It is much work, and other tests run beside it. */
const TIMEOUT_MS = 90_000;

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ seed: generateSeed({ instances: 0, enis: 0, regions: 3, seed: 1 }) });
});
afterAll(() => emulator.close());

const operator: Situation = {
  language: "en",
  rights: "",
  mayAsk: () => true,
  observeOnly: false,
  isReadOnly: () => false,
  sendingStopped: null,
  openRequest: () => undefined,
};

/** The same for somebody of whom it is known that no ENI is beyond what they may ask for. */
const operators: readonly Situation[] = [operator, { ...operator, allBut: [] }];

const limited = (scope: Parameters<typeof reachOf>[0][number]["scope"]) =>
  reachOf([{ role: "operator", scope }], "inventory.read");
const REACHES: readonly Reach[] = [
  EVERYWHERE,
  limited({ vpcIds: ["vpc-bp0", "vpc-bp1", "vpc-bp2"] }),
  limited({ tags: [{ key: "env", value: "prod" }] }),
  limited({ regionIds: ["cn-beijing"], vpcIds: ["vpc-bp0"] }),
];

/** An inventory into which rows are laid as single reads would, and what it should hold. */
class Fleet {
  readonly clock = { at: Date.now(), now: () => this.clock.at };
  readonly inventory: Inventory;
  readonly #random: SeededRandom;
  readonly #parts: { source: InventorySource; rows: RandomRows }[] = [];

  constructor(random: SeededRandom) {
    this.#random = random;
    const access: AccountAccess = {
      account: { accountId: EMULATOR_ACCOUNT_ID, name: "Emulator" },
      ecs: emulatedClient(emulator.url),
      changes: { kind: "none" },
    };
    this.inventory = new Inventory(async () => ok([access]), REGIONS, this.clock);
  }

  async fill(): Promise<void> {
    const { sources } = await this.inventory.sources();
    await Promise.all(sources.map((source) => source.ensure()));
    for (const source of sources) {
      const rows = new RandomRows(this.#random, {
        accountId: EMULATOR_ACCOUNT_ID,
        regionId: source.regionId,
      });
      const part = { source, rows };
      this.#parts.push(part);
      // Some ENIs come before their instances.
      const ids = Array.from({ length: INSTANCES / 2 }, () => rows.instance());
      for (let count = 0; count < INTERFACES / 2; count += 1) this.lay(part, rows.networkInterface());
      for (const instance of ids) this.layInstance(part, instance);
    }
  }

  /** A row is added, changed or taken out. */
  change(): void {
    const part = this.#parts[this.#random.below(this.#parts.length)];
    invariant(part, "there are two");
    const { rows, source } = part;
    const id = rows.pick([...rows.interfaces.keys()]);
    const changes = [
      () => this.lay(part, rows.networkInterface()),
      () => {
        rows.interfaces.delete(id);
        source.observe([id], [], this.clock.at);
      },
      () => this.layInstance(part, rows.instance(rows.pick([...rows.instances.keys()]))),
      () => this.layInstance(part, rows.instance()),
      () => this.lay(part, rows.networkInterface(id)),
    ];
    rows.pick(changes)();
  }

  lay({ source }: { source: InventorySource }, eni: NetworkInterface): void {
    source.observe([eni.networkInterfaceId], [eni], this.clock.at);
  }

  layInstance({ source }: { source: InventorySource }, instance: Instance): void {
    source.observeInstance(instance, this.clock.at);
  }

  get known(): Known[] {
    return this.#parts.map(({ rows }) => ({
      instances: [...rows.instances.values()],
      interfaces: [...rows.interfaces.values()],
    }));
  }

  /** A token that some row may hold: a part of something that it says, with and without a field. */
  token(): string {
    const random = this.#random;
    const part = this.#parts[random.below(2)];
    invariant(part, "there are two");
    const eni = part.rows.pick([...part.rows.interfaces.values()]);
    const host = part.rows.pick([...part.rows.instances.values()]);
    const [field, whole] = part.rows.pick<[string, string]>([
      ["id", eni.networkInterfaceId],
      ["name", eni.name],
      ["", eni.description],
      ["ip", eni.primaryPrivateIp],
      ["ip", eni.ipv6[0] ?? "2408:4005::1"],
      ["mac", eni.macAddress],
      ["vpc", eni.vpcId],
      ["vswitch", eni.vSwitchId],
      ["sg", eni.securityGroupIds[0] ?? ""],
      ["instance", eni.instanceId ?? host.instanceId],
      ["instance", host.name],
      ["name", host.hostName],
      ["tag", "env=prod"],
      ["status", eni.status],
      ["status", "unsettled"],
      ["type", eni.type],
      ["zone", eni.zoneId],
      ["region", eni.regionId],
      ["owner", "terway"],
      ["owner", "person"],
      ["ip", `${eni.primaryPrivateIp}/${part.rows.pick([8, 12, 16, 20, 24, 28, 32])}`],
      ["ip", `${eni.ipv6[0] ?? "2408:4005::1"}/${part.rows.pick([32, 47, 64, 120, 128])}`],
    ]);
    const isPart =
      !["id", "status", "type", "zone", "region", "owner"].includes(field) && !whole.includes("/");
    const from = isPart && random.below(2) === 0 ? random.below(whole.length) : 0;
    const text = isPart ? whole.slice(from, from + 1 + random.below(whole.length - from + 1)) : whole;
    const value = text.trim() === "" ? "web-1" : text;
    const cased = random.below(4) === 0 ? value.toUpperCase() : value;
    const isBare = field === "" || random.below(2) === 0;
    const quoted =
      /\s/.test(cased) || (isBare && cased.includes(":") && !whole.includes("/")) ? `"${cased}"` : cased;
    return `${random.below(5) === 0 ? "-" : ""}${isBare ? quoted : `${field}:${quoted}`}`;
  }

  query(): Omit<NetworkInterfaceQuery & ListQuery, "limit"> {
    const random = this.#random;
    const [first] = this.#parts;
    invariant(first, "there are two");
    const pick = <T>(items: readonly T[]) => first.rows.pick(items);
    const sort = pick([
      ...["name", "networkInterfaceId", "status", "type", "regionId", "primaryPrivateIp", "instanceId"],
      ...["instanceName", "instanceName", "vpcId", "macAddress", "createdAt", "instanceType"],
      ...["networkInterfaceCount", "detachableCount", "freeSlots"],
      ...["publicIp", "securityGroupIds", "owner", "tags"],
    ]);
    return {
      q: Array.from({ length: random.below(3) }, () => this.token()).join(" "),
      ...(random.below(3) === 0 ? {} : { sort: pick([sort, `-${sort}`]) }),
      ...(random.below(6) === 0 ? { status: pick(["InUse", "Available", "Running", "Unsettled"]) } : {}),
      ...(random.below(8) === 0 ? { type: "Secondary" } : {}),
      ...(random.below(8) === 0 ? { vpcId: "vpc-bp1" } : {}),
      ...(random.below(8) === 0 ? { regionId: "cn-hangzhou" } : {}),
      ...(random.below(8) === 0 ? { instanceId: pick([...first.rows.instances.keys()].slice(0, 40)) } : {}),
      ...(random.below(5) === 0 ? { detachable: random.below(2) === 0 } : {}),
    };
  }
}

/** Each query as the next of the two. */
let asked = 0;
async function compare(fleet: Fleet, query: ReturnType<Fleet["query"]>, reach: Reach): Promise<void> {
  const situation = operators[asked++ % operators.length] ?? operator;
  await compareFor(fleet, { query, reach, situation });
}

const saidOf = ({ networkInterfaceId, instanceName, detach }: NetworkInterfaceRow) =>
  `${networkInterfaceId} ${instanceName} ${detach.allowed}`;

async function compareFor(
  fleet: Fleet,
  { query, reach, situation: who }: { query: ReturnType<Fleet["query"]>; reach: Reach; situation: Situation },
): Promise<void> {
  const situation = { ...who, rights: String(who.allBut) };
  const seen = fleet.inventory.seenBy(reach);
  const label = JSON.stringify([query, reach.scopes]);
  const enis = await listNetworkInterfaces(seen, { ...query, limit: 5_000 }, situation);
  invariant(enis.ok, "no version was asked for");
  const wanted = naiveInterfaces(fleet.known, query, reach);
  expect([label, enis.value.total, enis.value.unfilteredTotal]).toEqual([
    label,
    wanted.rows.length,
    wanted.of,
  ]);
  expect([label, ...enis.value.items.map(saidOf)]).toEqual([label, ...wanted.rows]);
  const windowAt = Math.floor(wanted.rows.length / 3);
  const window = await listNetworkInterfaces(
    seen,
    { ...query, offset: windowAt, version: enis.value.version, limit: 7 },
    situation,
  );
  expect(window.ok && window.value.items.map(saidOf)).toEqual(wanted.rows.slice(windowAt, windowAt + 7));
  const instances = await listInstances(seen, { ...query, limit: 5_000 }, situation);
  invariant(instances.ok, "no version was asked for");
  const hosts = naiveInstances(fleet.known, query, reach);
  expect([
    label,
    instances.value.unfilteredTotal,
    ...instances.value.items.map(
      (row) => `${row.instanceId} ${row.networkInterfaceCount} ${row.detachableCount}`,
    ),
  ]).toEqual([label, hosts.of, ...hosts.rows]);
}

describe("what the index finds", { timeout: TIMEOUT_MS }, () => {
  it.each([1, 2, 3])(
    "is what a look at every row finds, in the same order, for everyone, also as rows change (seed %i)",
    async (seed) => {
      const random = new SeededRandom(seed);
      const fleet = new Fleet(random);
      await fleet.fill();
      for (let count = 0; count < QUERIES; count += 1) {
        if (count % 3 === 0)
          for (let changes = random.below(CHANGES); changes > 0; changes -= 1) fleet.change();
        const reach = REACHES[Math.floor(count / 2) % REACHES.length] ?? EVERYWHERE;
        await compare(fleet, fleet.query(), reach);
      }
    },
  );

  it("stays as it was in the windows of a version, whatever changes", async () => {
    const fleet = new Fleet(new SeededRandom(7));
    await fleet.fill();
    const seen = fleet.inventory.seenBy(EVERYWHERE);
    const windowAt = async (version?: string) => {
      const query = { sort: "primaryPrivateIp", limit: 5_000, ...(version === undefined ? {} : { version }) };
      const page = await listNetworkInterfaces(seen, query, operator);
      invariant(page.ok, "the version is kept");
      const rows = page.value.items.map((row) => `${row.networkInterfaceId} ${row.name} ${row.status}`);
      return { version: page.value.version, rows };
    };
    const before = await windowAt();
    for (let count = 0; count < 300; count += 1) fleet.change();
    const after = await windowAt();
    expect(after.version).not.toBe(before.version);
    expect(after.rows).not.toEqual(before.rows);
    expect(await windowAt(before.version)).toEqual(before);
  });

  it("stays so after far more has changed than was there", async () => {
    const fleet = new Fleet(new SeededRandom(9));
    await fleet.fill();
    for (let round = 0; round < 4; round += 1) {
      for (let count = 0; count < 700; count += 1) fleet.change();
      for (const reach of REACHES) await compare(fleet, fleet.query(), reach);
    }
  });
});
