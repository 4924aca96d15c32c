import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { startDesk } from "#bench/desk.ts";
import { type Emulator, startEmulatorProcess } from "#bench/emulator.ts";
import { ACCOUNTS_FILE, fifteenPairs, PAIRS, REFUSED, THROTTLED } from "#bench/p10-world.ts";
import { median, type Ratio } from "#bench/ratio.ts";
import { size } from "#bench/sizes.ts";
import { vendor, vendorClient } from "#bench/vendor-client.ts";
import { call } from "#e2e/http/call.ts";
import type { Variables } from "#e2e/http/desk.ts";
import { allowedPerMinute } from "#lib/ecs/call-limits.ts";

const ROOT = join(import.meta.dirname, "..");
const LATENCY_MS = 50;
const USEFUL_WITHIN_S = 2;
const QUOTA_LEFT = 0.5;
/** How long calls are counted from the start of the process. */
const COUNTED_MS = size({ full: 60_000, quick: 10_000 });
const GIVE_UP_MS = 60_000;
const LOOK_EVERY_MS = 20;
const BURNT_AT_ONCE = 40;
const READ = "DescribeNetworkInterfaces";
/** What ECS takes, as `lib/ecs/call-limits.ts` believes: we allow ourselves half. */
const quotaOf = (action: string) => allowedPerMinute(action).all * 2;

interface Started {
  readonly fromSpawnMs: number;
  readonly fromListeningMs: number;
}

/** P10: a cold start with 15 account-region pairs, one that may not be read and one whose quota is used up. */
export async function measure(port: number, repetitions: number): Promise<Ratio[]> {
  const folder = mkdtempSync(join(tmpdir(), "eni-desk-bench-"));
  const [world, accounts] = [join(folder, "world.json"), join(folder, "accounts.yaml")];
  writeFileSync(world, JSON.stringify(fifteenPairs()));
  writeFileSync(accounts, ACCOUNTS_FILE);
  const quotas = [READ, "DescribeInstances", "DescribeRegions"].map((each) => `${each}=${quotaOf(each)}/min`);
  const emulator = await startEmulatorProcess(port, [
    ...["--seed", world, "--latency-ms", String(LATENCY_MS), "--quota", quotas.join(",")],
  ]);
  // A minute that never ends: what is used up stays so.
  await emulator.control("POST", "/clock", { set: new Date().toISOString() });
  await exhaust(emulator);
  // Somebody signs in at a server that then ends: the session is in its database.
  const desk = await startDesk(port + 1, emulator.url, { ENI_DESK_ACCOUNTS: accounts });
  try {
    const { cookie } = await desk.signIn("viewer");
    await desk.stopServer();
    const starts: Started[] = [];
    const shares: number[] = [];
    for (let index = 0; index < repetitions; index += 1) {
      await emulator.forget();
      const { started, child, spawnedAt } = await coldStart(port + 1, desk.variables, cookie);
      starts.push(started);
      // Calls are the same each time; once is enough to wait a minute for them.
      if (index === 0) {
        await sleep(Math.max(0, spawnedAt + COUNTED_MS - performance.now()));
        shares.push(await largestShare(emulator));
      }
      await end(child);
    }
    return [
      seconds(
        "process start",
        starts.map(({ fromSpawnMs }) => fromSpawnMs / 1_000),
      ),
      seconds(
        "first connection taken",
        starts.map(({ fromListeningMs }) => fromListeningMs / 1_000),
      ),
      {
        id: "P10",
        what: "largest part of ECS's calls a minute used, of any account, region and action",
        goal: QUOTA_LEFT,
        measured: median(shares),
        low: Math.min(...shares),
        high: Math.max(...shares),
        aa: null,
        n: shares.length,
      },
    ];
  } finally {
    await desk.stop();
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function seconds(from: string, values: readonly number[]): Ratio {
  return {
    id: "P10",
    what: `cold start, ${PAIRS} pairs: from ${from} to a list of all that can be read, seconds`,
    goal: USEFUL_WITHIN_S,
    measured: median(values),
    low: Math.min(...values),
    high: Math.max(...values),
    aa: null,
    n: values.length,
  };
}

/** As Terraform might. */
async function exhaust({ url }: Emulator): Promise<void> {
  const client = vendorClient(url, THROTTLED.key);
  const request = new vendor.DescribeNetworkInterfacesRequest({
    regionId: THROTTLED.regionId,
    maxResults: 10,
  });
  for (let left = quotaOf(READ); left > 0; left -= BURNT_AT_ONCE) {
    const some = Array.from({ length: Math.min(left, BURNT_AT_ONCE) });
    await Promise.all(some.map(() => client.describeNetworkInterfaces(request)));
  }
}

async function coldStart(port: number, variables: Variables, cookie: string) {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...variables } as const;
  const args = ["--conditions=react-server", "server.ts"];
  const spawnedAt = performance.now();
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
  let listeningAt: number | null = null;
  for (const deadline = spawnedAt + GIVE_UP_MS; performance.now() < deadline; await sleep(LOOK_EVERY_MS)) {
    if (child.exitCode !== null) throw new Error(`the server ended with status ${child.exitCode}`);
    const askedAt = performance.now();
    const answer = await call(port, "/api/network-interfaces?limit=500", { headers: { cookie } }).catch(
      () => null,
    );
    if (answer === null) continue;
    listeningAt ??= askedAt;
    if (!isUseful(answer.status, answer.text)) continue;
    const now = performance.now();
    return {
      spawnedAt,
      child,
      started: { fromSpawnMs: now - spawnedAt, fromListeningMs: now - listeningAt },
    };
  }
  await end(child);
  throw new Error("the list never held all that can be read");
}

interface Listed {
  readonly items: readonly { readonly accountId: string; readonly regionId: string }[];
  readonly sources: readonly {
    readonly accountId: string;
    readonly regionId: string;
    readonly ok: boolean;
  }[];
}

/** Rows of every pair that can be read, and every pair named: who looks for an ENI knows where it has not been looked for. */
function isUseful(status: number, text: string): boolean {
  if (status !== 200) return false;
  const { items, sources } = JSON.parse(text) as Listed;
  const pairs = new Set(items.map(({ accountId, regionId }) => `${accountId}/${regionId}`));
  const isLost = (pair: { accountId: string; regionId: string }) =>
    [REFUSED, THROTTLED].some(
      ({ accountId, regionId }) => pair.accountId === accountId && pair.regionId === regionId,
    );
  return (
    sources.length === PAIRS &&
    sources.every((source) => isLost(source) || pairs.has(`${source.accountId}/${source.regionId}`))
  );
}

/** Each account is reached by one session, which has a key of its own; the other tool's calls were forgotten. */
async function largestShare(emulator: Emulator): Promise<number> {
  const counts = new Map<string, { action: string; count: number }>();
  for (const { action, accessKeyId, params } of await emulator.journal()) {
    const place = `${accessKeyId}/${params.RegionId ?? ""}/${action}`;
    counts.set(place, { action, count: (counts.get(place)?.count ?? 0) + 1 });
  }
  const shares = [...counts.values()].map(({ action, count }) => count / quotaOf(action));
  return Math.max(...shares);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
