import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build, isBuilt } from "#scripts/build.ts";
import { RunningProgram } from "#scripts/child-process.ts";
import {
  claimDataFolder,
  openDataFolder,
  secretFile,
  setDatabaseAside,
  signingKeyFile,
} from "#scripts/data-folder.ts";
import { DASHBOARD_PORT, EMULATOR_PORT, freePort } from "#scripts/ports.ts";
import {
  dashboardEnvironment,
  dashboardHealthUrl,
  dashboardUrl,
  emulatorHealthUrl,
  emulatorProgram,
  SERVER_ARGUMENTS,
} from "#scripts/programs.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const DATA = join(ROOT, ".data");
const READY_MS = 60_000;
const DEMO_ACCOUNTS = ["viewer", "operator", "approver", "auditor", "admin"];
const DEMO_PASSWORD = "eni-desk-demo";

const running: RunningProgram[] = [];
let isStopping = false;

/** Ends both programs and then this one; a second signal while they drain changes nothing. */
async function stop(status: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await Promise.all(running.map((program) => program.stop()));
  process.exit(status);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void stop(0));
}

async function demo(): Promise<void> {
  openDataFolder(DATA);
  claimDataFolder(DATA);
  // Ports first: after a minute of building is a poor time to learn that one is taken.
  const emulatorPort = await freePort(EMULATOR_PORT, process.env, "npm run demo");
  const port = await freePort(DASHBOARD_PORT, process.env, "npm run demo");
  if (port === emulatorPort) throw new Error("PORT and EMULATOR_PORT name the same port; choose two.");

  if (!isBuilt(ROOT)) {
    console.log("Building the dashboard (once, and again when its sources change) …");
    const log = join(DATA, "build.log");
    if (!build(ROOT, log)) throw new Error(`The dashboard could not be built:\n${readFileSync(log, "utf8")}`);
  }
  const databasePath = join(".data", "eni-desk.db");
  setDatabaseAside(join(ROOT, databasePath));
  const secretPath = secretFile(DATA, "nextauth-secret");
  const signingKeyPath = signingKeyFile(DATA, "audit-key.pem");

  const emulator = start(new RunningProgram(emulatorProgram(emulatorPort, process.env)));
  await emulator.answers(emulatorHealthUrl(emulatorPort), READY_MS);
  const settings = {
    mode: "production",
    port,
    emulatorPort,
    databasePath,
    secretPath,
    signingKeyPath,
  } as const;
  const environment = dashboardEnvironment(settings, process.env);
  const dashboard = start(new RunningProgram({ name: "dashboard", args: SERVER_ARGUMENTS, environment }));
  await dashboard.answers(dashboardHealthUrl(port), READY_MS);
  if (!isStopping) greet(port);
}

function start(program: RunningProgram): RunningProgram {
  running.push(program);
  void program.ended.then((how) => {
    if (isStopping) return;
    console.error(`The ${program.name} ${how}, so the demo ends.`);
    return stop(1);
  });
  return program;
}

function greet(port: number): void {
  console.log(`
  ENI Desk is running:  ${dashboardUrl(port)}

  Sign in as            ${DEMO_ACCOUNTS.join(", ")}
  Password              ${DEMO_PASSWORD}

  A local ECS emulator stands in for the cloud: nothing here is real, and every start begins afresh.
  Ctrl-C stops it.
`);
}

process.chdir(ROOT);
try {
  await demo();
} catch (error) {
  if (!isStopping) {
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}
