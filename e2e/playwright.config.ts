import { generateKeyPairSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { DASHBOARD_TEST_PORT, EMULATOR_TEST_PORT } from "#e2e/fixtures/ports.ts";
import { CHROMIUM_ARGUMENTS, findChromium } from "#scripts/chromium.ts";
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

// Tools that only look at this file load it too, so nothing is made here: the dashboard's command makes the folder.
const data = join(ROOT, "test-results", `data-${process.pid}`);
const executablePath = findChromium();

const emulator = emulatorProgram(EMULATOR_TEST_PORT, process.env);
const environment = {
  ...dashboardEnvironment(
    {
      mode: "production",
      port: DASHBOARD_TEST_PORT,
      emulatorPort: EMULATOR_TEST_PORT,
      databasePath: join(data, "eni-desk.db"),
      secretPath: "",
    },
    process.env,
  ),
  // One operator asks for more in these minutes than any person would.
  REQUESTS_PER_PERSON: "0",
  REQUESTS_PER_VPC: "0",
  NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
  AUDIT_SIGNING_KEY: String(
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
  ),
};

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
  // The stories share one dashboard and one world: two of them at once would see each other's changes. What calls over
  // HTTP stands on a dashboard and an emulator of its own, so it goes on beside them.
  workers: 2,
  projects: [
    { name: "stories", testIgnore: "http/**", workers: 1 },
    { name: "http", testMatch: "http/**/*.spec.ts", workers: 1 },
  ],
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
      command: `mkdir -p "${data}" && ${commandLine(SERVER_ARGUMENTS)}`,
      env: replacing(process.env, environment),
      url: dashboardHealthUrl(DASHBOARD_TEST_PORT),
      timeout: START_MS,
      reuseExistingServer: false,
      gracefulShutdown: { signal: "SIGTERM", timeout: 25_000 },
    },
  ],
});
