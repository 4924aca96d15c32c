import { generateKeyPairSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { portsOfWorld, WORLDS } from "#e2e/fixtures/ports.ts";
import { CHROMIUM_ARGUMENTS, findChromium } from "#scripts/chromium.ts";
import {
  dashboardEnvironment,
  dashboardHealthUrl,
  emulatorHealthUrl,
  emulatorProgram,
  SERVER_ARGUMENTS,
} from "#scripts/programs.ts";

const ROOT = join(import.meta.dirname, "..");
const START_MS = 60_000;

// Tools that only look at this file load it too, so nothing is made here: the dashboard's command makes the folder.
const data = join(ROOT, "test-results", `data-${process.pid}`);
const executablePath = findChromium();

function environmentOf(world: number, databasePath: string): NodeJS.ProcessEnv {
  const { dashboard, emulator } = portsOfWorld(world);
  const place = { port: dashboard, emulatorPort: emulator, databasePath, secretPath: "" };
  return {
    ...dashboardEnvironment({ mode: "production", ...place }, process.env),
    // One operator asks for more in these minutes than any person would.
    REQUESTS_PER_PERSON: "0",
    REQUESTS_PER_VPC: "0",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    AUDIT_SIGNING_KEY: String(
      generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
    ),
  };
}

/** Playwright adds to its own environment and takes nothing away: what must be gone is set to nothing. */
function replacing(old: NodeJS.ProcessEnv, wanted: NodeJS.ProcessEnv): Record<string, string> {
  const names = [...Object.keys(old), ...Object.keys(wanted)];
  return Object.fromEntries(names.map((name) => [name, wanted[name] ?? ""]));
}

/** The command line of a program of this repository, for the shell that Playwright starts it in. */
function commandLine(args: readonly string[]): string {
  return `exec "${process.execPath}" ${args.join(" ")}`;
}

/** An emulator and a dashboard over it. */
function programsOf(world: number) {
  const { dashboard, emulator } = portsOfWorld(world);
  const folder = `${data}-${world}`;
  return [
    {
      name: `emulator ${world}`,
      cwd: ROOT,
      command: commandLine(emulatorProgram(emulator, process.env).args),
      url: emulatorHealthUrl(emulator),
      timeout: START_MS,
      reuseExistingServer: false,
    },
    {
      name: `dashboard ${world}`,
      cwd: ROOT,
      command: `mkdir -p "${folder}" && ${commandLine(SERVER_ARGUMENTS)}`,
      env: replacing(process.env, environmentOf(world, join(folder, "eni-desk.db"))),
      url: dashboardHealthUrl(dashboard),
      timeout: START_MS,
      reuseExistingServer: false,
      gracefulShutdown: { signal: "SIGTERM", timeout: 25_000 },
    } as const,
  ];
}

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: join(ROOT, "test-results", "browser"),
  // Two stories in one world would see each other's changes, so each worker has one of its own. What calls over HTTP
  // stands on a dashboard and an emulator of its own anyway.
  workers: WORLDS,
  projects: [
    { name: "stories", testIgnore: "http/**", workers: WORLDS - 1 },
    { name: "http", testMatch: "http/**/*.spec.ts", workers: 1 },
  ],
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    // Writing traces takes a fifth of the time of all stories. For one that fails: `--trace=retain-on-failure`.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      args: CHROMIUM_ARGUMENTS,
      ...(executablePath === null ? {} : { executablePath }),
    },
  },
  webServer: Array.from({ length: WORLDS }, (_, world) => programsOf(world)).flat(),
});
