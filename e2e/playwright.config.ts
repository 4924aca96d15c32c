import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { DASHBOARD_TEST_PORT, EMULATOR_TEST_PORT } from "#e2e/fixtures/ports.ts";
import { CHROMIUM_ARGUMENTS, findChromium } from "#scripts/chromium.ts";
import { secretFile } from "#scripts/data-folder.ts";
import {
  dashboardEnvironment,
  dashboardHealthUrl,
  dashboardUrl,
  emulatorHealthUrl,
  emulatorProgram,
  SERVER_ARGUMENTS,
} from "#scripts/programs.ts";

const ROOT = join(import.meta.dirname, "..");
const START_MS = 60_000;

// Every worker loads this file again; the variable keeps them all to the folder of the first one.
process.env.E2E_DATA ??= mkdtempSync(join(tmpdir(), "eni-desk-e2e-"));
const data = process.env.E2E_DATA;
const executablePath = findChromium();

const emulator = emulatorProgram(EMULATOR_TEST_PORT, process.env);
const environment = dashboardEnvironment(
  {
    mode: "production",
    port: DASHBOARD_TEST_PORT,
    emulatorPort: EMULATOR_TEST_PORT,
    databasePath: join(data, "eni-desk.db"),
    secretPath: secretFile(data, "nextauth-secret"),
  },
  process.env,
);

/** Playwright adds to its own environment and takes nothing away: what must be gone is set to nothing. */
function replacing(old: NodeJS.ProcessEnv, wanted: NodeJS.ProcessEnv): Record<string, string> {
  const names = [...Object.keys(old), ...Object.keys(wanted)];
  return Object.fromEntries(names.map((name) => [name, wanted[name] ?? ""]));
}

/** The command line of a program of this repository, for the shell that Playwright starts it in. */
function commandLine(args: readonly string[]): string {
  return `exec "${process.execPath}" ${args.join(" ")}`;
}

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: join(ROOT, "test-results", "browser"),
  // One dashboard, one world: two stories at once would see each other's changes.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: dashboardUrl(DASHBOARD_TEST_PORT),
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      args: CHROMIUM_ARGUMENTS,
      ...(executablePath === null ? {} : { executablePath }),
    },
  },
  webServer: [
    {
      name: "emulator",
      cwd: ROOT,
      command: commandLine(emulator.args),
      url: emulatorHealthUrl(EMULATOR_TEST_PORT),
      timeout: START_MS,
      reuseExistingServer: false,
    },
    {
      name: "dashboard",
      cwd: ROOT,
      command: commandLine(SERVER_ARGUMENTS),
      env: replacing(process.env, environment),
      url: dashboardHealthUrl(DASHBOARD_TEST_PORT),
      timeout: START_MS,
      reuseExistingServer: false,
      gracefulShutdown: { signal: "SIGTERM", timeout: 25_000 },
    },
  ],
});
