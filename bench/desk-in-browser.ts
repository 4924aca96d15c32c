import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { type Emulator, startEmulatorProcess } from "#bench/emulator.ts";
import { RunningProgram } from "#scripts/child-process.ts";
import { CHROMIUM_ARGUMENTS, ensureChromium } from "#scripts/chromium.ts";
import {
  dashboardEnvironment,
  dashboardHealthUrl,
  dashboardUrl,
  SERVER_ARGUMENTS,
} from "#scripts/programs.ts";

const ROOT = join(import.meta.dirname, "..");
const START_MS = 120_000;
const FLEET = "instances=12500,enis=100000,regions=3,seed=1";
const ENIS = 100_000;

type SignedIn = Awaited<ReturnType<Awaited<ReturnType<Browser["newContext"]>>["storageState"]>>;

/** The built product over 100,000 ENIs that it has read, and a person who is signed in. */
export interface DeskInBrowser {
  readonly url: string;
  readonly emulator: Emulator;
  readonly signedIn: SignedIn;
  /** Cookies as a header, for calls beside the browser. */
  readonly cookie: string;
  stop(): Promise<void>;
}

/** A browser of its own, closed when `act` is done, so that two sides never share one. */
export async function inBrowser<Value>(
  signedIn: SignedIn | undefined,
  act: (page: Page) => Promise<Value>,
): Promise<Value> {
  const browser = await chromium.launch({ args: CHROMIUM_ARGUMENTS, executablePath: ensureChromium() });
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
      ...(signedIn ? { storageState: signedIn } : {}),
    });
    return await act(await context.newPage());
  } finally {
    await browser.close();
  }
}

/** `change` may alter the world before it is read. The emulator answers at once: its wait is no part of what is measured. */
export async function startDesk(
  port: number,
  change: (emulator: Emulator) => Promise<void> = async () => {},
): Promise<DeskInBrowser> {
  buildWhenMissing();
  const folder = mkdtempSync(join(tmpdir(), "eni-desk-bench-"));
  const emulator = await startEmulatorProcess(port, ["--generate", FLEET]);
  const desk = new RunningProgram({
    name: "dashboard",
    args: SERVER_ARGUMENTS,
    environment: {
      ...dashboardEnvironment(
        {
          mode: "production",
          port: port + 1,
          emulatorPort: port,
          databasePath: join(folder, "eni-desk.db"),
          secretPath: "",
        },
        process.env,
      ),
      NEXTAUTH_SECRET_FILE: undefined,
      NEXTAUTH_SECRET: crypto.randomUUID() + crypto.randomUUID(),
    },
  });
  const stop = async () => {
    await desk.stop();
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await change(emulator);
    await desk.answers(dashboardHealthUrl(port + 1), START_MS);
    const url = dashboardUrl(port + 1);
    const signedIn = await signIn(url);
    const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    await untilRead(url, cookie);
    return { url, emulator, signedIn, cookie, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

function buildWhenMissing(): void {
  if (existsSync(join(ROOT, ".next", "BUILD_ID"))) return;
  const { status } = spawnSync(process.execPath, [join(ROOT, "node_modules/next/dist/bin/next"), "build"], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("the product could not be built");
}

function signIn(url: string): Promise<SignedIn> {
  return inBrowser(undefined, async (page) => {
    await page.goto(`${url}/sign-in`);
    await page.getByLabel("User name").fill("operator");
    await page.getByLabel("Password", { exact: true }).fill("eni-desk-demo");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    return page.context().storageState();
  });
}

async function untilRead(url: string, cookie: string): Promise<void> {
  const until = performance.now() + START_MS;
  while (performance.now() < until) {
    const answer = await fetch(`${url}/api/network-interfaces?limit=1`, { headers: { cookie } });
    const page = (await answer.json()) as { total?: number; sources?: { partial?: boolean }[] };
    if (page.total === ENIS && !page.sources?.some(({ partial }) => partial)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the product did not read all ENIs in time");
}
