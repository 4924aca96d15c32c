import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type LongestTurn, watchTurns } from "#bench/longest-turn.ts";
import { Fleet, type Sample } from "#bench/p7-fleet.ts";
import { countRatio, median, type Ratio } from "#bench/ratio.ts";
import { generateSeed } from "#emulator/seed/generate.ts";
import { startEmulator } from "#emulator/server.ts";
import { systemClock } from "#lib/core/clock.ts";
import { ok } from "#lib/core/result.ts";
import { createEcsClient, type EcsClient } from "#lib/ecs/client.ts";
import { staticCredentials } from "#lib/ecs/credentials.ts";
import { emulatorEndpoints } from "#lib/ecs/endpoints.ts";
import { type AccountAccess, Inventory } from "#lib/inventory/inventory.ts";
import { listNetworkInterfaces, type NetworkInterfaceQuery } from "#lib/inventory/network-interface-list.ts";
import type { Situation } from "#lib/inventory/situation.ts";
import type { InventorySource } from "#lib/inventory/source.ts";
import { EVERYWHERE } from "#lib/policy/reach.ts";

const SIZES = (process.env.P7_SIZES ?? "1000,10000,100000,1000000").split(",").map(Number);
const REGION = "cn-hangzhou";
const ACCOUNT_ID = "1000000000000001";
const KEY = { accessKeyId: "emulator", accessKeySecret: "emulator-secret" };
const WARM_UPS = 3;
const ROUNDS_A_REPETITION = 8;
const WINDOW = 100;

const situation: Situation = {
  language: "en",
  rights: "",
  mayAsk: () => true,
  observeOnly: false,
  isReadOnly: () => false,
  sendingStopped: null,
  openRequest: () => undefined,
};

type Query = Partial<NetworkInterfaceQuery>;

/** Broad and narrow ones, about half and half; what names something takes it from another row each time. */
function mixOf(sample: Sample, size: number): Query[] {
  const { id, ip, mac, name, instanceId, instanceName } = sample;
  const octets = ip.split(".");
  const typed = [1, 2, 3].map((count) => octets.slice(0, count).join("."));
  return [
    {},
    { offset: Math.floor(size / 2) },
    { sort: "primaryPrivateIp" },
    { sort: "-createdAt", offset: Math.floor(size / 10) },
    { sort: "name", q: "prod" },
    { q: "web" },
    { q: "status:inuse" },
    { q: "-type:primary", sort: "primaryPrivateIp" },
    { q: "owner:terway", sort: "name" },
    { q: "tag:env=prod -owner:terway" },
    { q: "10.0.0.0/8 env=test" },
    { q: "10" },
    ...typed.map((q) => ({ q })),
    { q: `ip:${typed[2]}`, sort: "primaryPrivateIp" },
    { q: `${typed[2]}.0/24` },
    { q: `${ip}/30` },
    { q: "2408:4005::/32", sort: "name" },
    { q: ip },
    { q: id },
    { q: id.slice(8, 13) },
    { q: id.slice(10, 13) },
    { q: mac },
    { q: `mac:${mac.slice(-5)}` },
    { q: name || "terway" },
    { q: `instance:${instanceName}` },
    { q: instanceId },
    { q: `id:${id} status:inuse` },
    { q: "no-such-thing" },
  ];
}

interface Size {
  enis: number;
  inventory: Inventory;
  source: InventorySource;
  fleet: Fleet;
  bytesPerEni: number;
  /** In milliseconds: building all that the first searches need, and the longest turn of the event loop meanwhile. */
  firstMs: number;
  firstTurn: LongestTurn;
  blockedMs: number;
  searches: number[];
  changes: number[];
  /** By place in the mix, when the slowest are to be named. */
  bySearch: Map<number, { query: Query; ms: number[] }>;
}

/** P7: how the time of searches and the memory grow from 1,000 to 1,000,000 ENIs. */
export async function measure(port: number, repetitions: number): Promise<Ratio[]> {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  const emulator = await startEmulator({
    port,
    seed: generateSeed({ instances: 0, enis: 0, regions: 1, seed: 1 }),
  });
  try {
    const sizes: Size[] = [];
    for (const enis of SIZES) sizes.push(await fill(enis, emulator.url, gc));
    for (let round = 0; round < repetitions * ROUNDS_A_REPETITION + WARM_UPS; round += 1) {
      for (const size of round % 2 === 0 ? sizes : sizes.toReversed()) await ask(size, round);
    }
    report(sizes);
    return ratiosOf(sizes);
  } finally {
    await emulator.close();
  }
}

function clientOf(url: string): EcsClient {
  const endpoints = emulatorEndpoints(url);
  if (!endpoints.ok) throw new Error("the emulator's address was refused");
  return createEcsClient({
    accountId: ACCOUNT_ID,
    credentials: staticCredentials(KEY),
    endpoints: endpoints.value,
    clock: systemClock,
  });
}

async function fill(enis: number, url: string, gc: () => void): Promise<Size> {
  const held = () => {
    gc();
    gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const clock = { now: () => 1_800_000_000_000 };
  const access: AccountAccess = {
    account: { accountId: ACCOUNT_ID, name: "Emulator" },
    ecs: clientOf(url),
    changes: { kind: "none" },
  };
  const inventory = new Inventory(async () => ok([access]), [REGION], clock);
  const found = await inventory.source(ACCOUNT_ID, REGION);
  if (!found.ok) throw new Error("the empty region could not be read");
  const source = found.value;
  await source.ensure();
  const before = held();
  const fleet = new Fleet(source, enis);
  for (const _ of fleet.lay(enis, clock.now)) await nextTurn();
  const size = {
    enis,
    inventory,
    source,
    fleet,
    bytesPerEni: 0,
    blockedMs: 0,
  };
  const watched = watchTurns();
  const beganAt = performance.now();
  for (const query of mixOf(sampleOf(fleet, 0), enis)) {
    await search(inventory, query);
    await nextTurn();
  }
  const firstMs = performance.now() - beganAt;
  const firstTurn = watched();
  const bytesPerEni = (held() - before) / enis;
  const measured = { bytesPerEni, firstMs, firstTurn };
  return { ...size, ...measured, searches: [], changes: [], bySearch: new Map() };
}

function sampleOf({ samples }: Fleet, round: number): Sample {
  const sample = samples[(round * 7_919) % samples.length];
  if (sample === undefined) throw new Error("a fleet without samples");
  return sample;
}

async function search(inventory: Inventory, query: Query) {
  const page = await listNetworkInterfaces(
    inventory.seenBy(EVERYWHERE),
    { limit: WINDOW, ...query },
    situation,
  );
  if (!page.ok) throw new Error("the search failed");
  return page.value;
}

/** One row changes, so that nothing is answered from what was kept; then everything is asked once. */
async function ask(size: Size, round: number): Promise<void> {
  const { inventory, source, fleet, enis } = size;
  const isWarm = round >= WARM_UPS;
  const sample = sampleOf(fleet, round);
  const row = source.networkInterface(sample.id)?.value;
  if (row === undefined) throw new Error("a sample that is not there");
  await nextTurn();
  const changedAt = performance.now();
  source.observe(
    [row.networkInterfaceId],
    [{ ...row, status: "Detaching", name: `changed-${round}` }],
    1_800_000_000_001 + round,
  );
  await search(inventory, {});
  if (isWarm) size.changes.push(performance.now() - changedAt);
  const watched = watchTurns();
  for (const [place, query] of mixOf(sample, enis).entries()) {
    await nextTurn();
    const beganAt = performance.now();
    await search(inventory, query);
    const ms = performance.now() - beganAt;
    if (!isWarm) continue;
    size.searches.push(ms);
    if (!process.env.P7_SLOWEST) continue;
    size.bySearch.set(place, { query, ms: [...(size.bySearch.get(place)?.ms ?? []), ms] });
  }
  const { byClock } = watched();
  if (isWarm) size.blockedMs = Math.max(size.blockedMs, byClock);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function report(sizes: readonly Size[]): void {
  console.log(
    "P7: ENIs | search p50, p95 ms | a changed row and the list anew, p50 ms | first searches ms | longest turn ms: a page, first searches, of that the thread itself, later | bytes/ENI",
  );
  for (const {
    enis,
    searches,
    changes,
    firstMs,
    firstTurn,
    blockedMs,
    bytesPerEni,
    fleet,
    bySearch,
  } of sizes) {
    const figures = [
      quantile(searches, 0.5),
      quantile(searches, 0.95),
      median(changes),
      firstMs,
      fleet.longestPageMs,
      firstTurn.byClock,
      firstTurn.computing,
      blockedMs,
    ];
    console.log(`${enis} | ${figures.map((ms) => ms.toFixed(2)).join(" | ")} | ${bytesPerEni.toFixed(0)}`);
    const slowest = [...bySearch.values()].map(({ query, ms }) => ({ query, usual: median(ms) }));
    for (const { query, usual } of slowest.sort((a, b) => b.usual - a.usual).slice(0, 8))
      console.log(`   ${usual.toFixed(2)} ${JSON.stringify(query)}`);
  }
}

function ratiosOf(sizes: readonly Size[]): Ratio[] {
  const ratios: Ratio[] = [];
  for (const [at, size] of sizes.entries()) {
    const smaller = sizes[at - 1];
    if (smaller) {
      const growth = quantile(size.searches, 0.95) / quantile(smaller.searches, 0.95);
      const what = `search p95 at ${size.enis.toLocaleString("en")} ENIs : at ${smaller.enis.toLocaleString("en")}`;
      ratios.push(countRatio({ id: "P7", what, goal: 3 }, [growth]));
    }
    if (size.enis < 100_000) continue;
    const what = `memory at ${size.enis.toLocaleString("en")} ENIs, kB an ENI`;
    ratios.push(countRatio({ id: "P7", what, goal: 1 }, [size.bytesPerEni / 1_000]));
  }
  return ratios;
}
