import process from "node:process";
import { fileURLToPath } from "node:url";
import { RunningProgram } from "#scripts/child-process.ts";
import { openDataFolder, secretFile, signingKeyFile } from "#scripts/data-folder.ts";
import { DASHBOARD_PORT, EMULATOR_PORT, freePort } from "#scripts/ports.ts";
import { dashboardEnvironment, dashboardUrl, emulatorProgram, SERVER_ARGUMENTS } from "#scripts/programs.ts";

// Next reloads app/ and components/ by itself. The services live outside of its bundles, so a change in lib/ or in
// server.ts starts the process again; the database stays.
const WATCHED = ["--watch-path=lib", "--watch-path=server.ts", "--watch-preserve-output"];

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const command = "npm run dev";
const emulatorPort = await freePort(EMULATOR_PORT, process.env, command);
const port = await freePort(DASHBOARD_PORT, process.env, command);
openDataFolder(".data");
const secretPath = secretFile(".data", "nextauth-secret");
const signingKeyPath = signingKeyFile(".data", "audit-key.pem");
const databasePath = ".data/eni-desk-dev.db";

const emulator = emulatorProgram(emulatorPort, process.env);
const settings = {
  mode: "development",
  port,
  emulatorPort,
  databasePath,
  secretPath,
  signingKeyPath,
} as const;
const running = [
  new RunningProgram({ ...emulator, args: ["--watch", "--watch-preserve-output", ...emulator.args] }),
  new RunningProgram({
    name: "dashboard",
    args: [...WATCHED, ...SERVER_ARGUMENTS, "--dev"],
    environment: dashboardEnvironment(settings, process.env),
  }),
];
console.log(
  `ENI Desk in watch mode: ${dashboardUrl(port)} (accounts as in the demo, password eni-desk-demo)`,
);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    void Promise.all(running.map((program) => program.stop())).then(() => process.exit(0));
  });
}
