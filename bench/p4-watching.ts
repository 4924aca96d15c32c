import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import { signedInPage, startBrowser } from "#bench/browser.ts";
import { startDesk } from "#bench/desk.ts";
import { startEmulatorProcess } from "#bench/emulator.ts";
import { countRatio, type Ratio } from "#bench/ratio.ts";
import { size } from "#bench/sizes.ts";
import { endPostgres, newPostgresDatabase } from "#e2e/faults/postgres.ts";
import type { Desk, Variables } from "#e2e/http/desk.ts";
import { type Watcher, watchers } from "#e2e/http/watcher.ts";

const WATCHED_MS = size({ full: 300_000, quick: 60_000 });
/** Everyone has opened the page, and polls, before calls are counted. */
const SETTLING_MS = 45_000;
const SEEN_WITHIN_S = 60;
const PEOPLE = 50;
const IN_BROWSERS = 3;
const REPLICAS = 3;
/** For the replicas, on both sides. */
const PEOPLE_AT_REPLICAS = 6;
/** Regions, each read for itself. The demo's own fleet has ENIs that never rest. */
const WORLD = "instances=40,enis=160,regions=3,seed=1";
const LOOK_EVERY_MS = 250;
const NEW_NAME = "renamed-by-somebody-else";

interface Watched {
  readonly calls: number;
  /** Seconds until each person saw the outside change; as many as there are people. */
  readonly sawAfterS: readonly number[];
}

interface Scene {
  readonly port: number;
  readonly replicas: number;
  readonly people: number;
  readonly inBrowsers: number;
  readonly database: Variables;
}

/** P4: what watching costs the cloud. The scenes stand side by side: each has an emulator of its own, and calls are counted. */
export async function measure(port: number): Promise<Ratio[]> {
  const [lone, shared] = [await newPostgresDatabase(), await newPostgresDatabase()];
  const browser = await startBrowser();
  const at = (first: number, scene: Omit<Scene, "port">) => watch(browser, { port: port + first, ...scene });
  try {
    const [one, many, oneReplica, threeReplicas] = await Promise.all([
      at(0, { replicas: 1, people: 1, inBrowsers: 1, database: {} }),
      at(2, { replicas: 1, people: PEOPLE, inBrowsers: IN_BROWSERS, database: {} }),
      at(4, { replicas: 1, people: PEOPLE_AT_REPLICAS, inBrowsers: 0, database: variablesOf(lone) }),
      at(6, { replicas: REPLICAS, people: PEOPLE_AT_REPLICAS, inBrowsers: 0, database: variablesOf(shared) }),
    ]);
    const minutes = WATCHED_MS / 60_000;
    console.log(
      `P4: calls of ECS in ${minutes} minutes: 1 page ${one.calls}, ${PEOPLE} pages ${many.calls}, 1 replica ${oneReplica.calls}, ${REPLICAS} replicas ${threeReplicas.calls}`,
    );
    return [
      countRatio({ id: "P4", what: `${PEOPLE} open pages : 1, calls of ECS a minute`, goal: 1.1 }, [
        many.calls / one.calls,
      ]),
      countRatio({ id: "P4", what: `${REPLICAS} replicas : 1, calls of ECS a minute`, goal: 1.2 }, [
        threeReplicas.calls / oneReplica.calls,
      ]),
      ...[many, threeReplicas].map(({ sawAfterS }, index) => ({
        id: "P4",
        what: `last of ${sawAfterS.length} people to see an outside change${index === 1 ? `, ${REPLICAS} replicas` : ""}, seconds`,
        goal: SEEN_WITHIN_S,
        measured: Math.max(...sawAfterS),
        low: Math.min(...sawAfterS),
        high: Math.max(...sawAfterS),
        aa: null,
        n: sawAfterS.length,
      })),
    ];
  } finally {
    await browser.close();
    await Promise.all([lone.drop(), shared.drop()]);
    await endPostgres();
  }
}

function variablesOf({ url, ownerUrl }: { readonly url: string; readonly ownerUrl: string }): Variables {
  return { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl };
}

async function watch(browser: Browser, scene: Scene): Promise<Watched> {
  const { port, replicas, people, inBrowsers, database } = scene;
  const emulator = await startEmulatorProcess(port, ["--generate", WORLD]);
  const desks: Desk[] = [];
  const watching: Watcher[] = [];
  const pages: Page[] = [];
  try {
    for (let nth = 0; nth < replicas; nth += 1)
      desks.push(await startDesk(port + 1 + nth, emulator.url, database));
    for (const [nth, desk] of desks.entries()) {
      const { cookie } = await desk.signIn("viewer");
      const here = Math.floor((people - inBrowsers) / replicas);
      watching.push(...watchers(here, desk.port, cookie));
      for (let more = 0; nth === 0 && more < inBrowsers; more += 1)
        pages.push(await openList(browser, `http://localhost:${desk.port}`, cookie));
    }
    const networkInterfaceId = await firstShown(desks[0]);
    await sleep(SETTLING_MS);
    await emulator.forget();
    const beganAt = performance.now();
    const patch = { NetworkInterfaceName: NEW_NAME };
    await emulator.control("PATCH", `/world/network-interfaces/${networkInterfaceId}`, patch);
    const sawAfterS = await sawAfter(watching, pages);
    await sleep(Math.max(0, beganAt + WATCHED_MS - performance.now()));
    return { calls: (await emulator.journal()).length, sawAfterS };
  } finally {
    await Promise.all(pages.map((page) => page.context().close()));
    await Promise.all(watching.map((each) => each.leave()));
    await Promise.all(desks.map((desk) => desk.stop()));
    await emulator.stop();
  }
}

async function openList(browser: Browser, url: string, cookie: string): Promise<Page> {
  const page = await signedInPage(browser, url, cookie);
  await page.goto("/network-interfaces");
  await page.getByRole("table", { name: "Network interfaces" }).waitFor();
  return page;
}

/** An ENI that is on everybody's first page. */
async function firstShown(desk: Desk | undefined): Promise<string> {
  if (!desk) throw new Error("no replica was started");
  const { text } = await (await desk.signIn("viewer")).call("/api/network-interfaces");
  const [first] = (JSON.parse(text) as { items: { networkInterfaceId: string }[] }).items;
  if (!first) throw new Error("the list is empty");
  return first.networkInterfaceId;
}

/** Seconds until each of them has the new name on the screen; the whole time for who never has. */
async function sawAfter(watching: readonly Watcher[], pages: readonly Page[]): Promise<number[]> {
  const beganAt = performance.now();
  const sinceS = () => (performance.now() - beganAt) / 1_000;
  const seen = await Promise.all([
    ...watching.map(async (each) => {
      while (!each.sees(NEW_NAME) && sinceS() < WATCHED_MS / 1_000) await sleep(LOOK_EVERY_MS);
      return sinceS();
    }),
    ...pages.map(async (page) => {
      const shown = page.getByText(NEW_NAME).first();
      await shown.waitFor({ timeout: WATCHED_MS }).catch(() => undefined);
      return sinceS();
    }),
  ]);
  return seen;
}
