import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import next from "next";
import { recordStart } from "#lib/audit/record-start.ts";
import { configurationSummary } from "#lib/config/configuration-summary.ts";
import { environmentConfig } from "#lib/config/environment.ts";
import { installServices } from "#lib/current-services.ts";
import { frontOf } from "#lib/http/front.ts";
import { answerParserErrors } from "#lib/http/parser-refusals.ts";
import { trustedProxies } from "#lib/http/peer-address.ts";
import { createServices, type Services } from "#lib/services.ts";
import packageJson from "./package.json" with { type: "json" };

/** sysexits.h: EX_CONFIG, EX_UNAVAILABLE. */
const EXIT_CONFIG = 78;
const EXIT_UNAVAILABLE = 69;
/** After SIGTERM: how long open connections may take before they are cut. Calls to ECS take 15 s at most. */
const DRAIN_MS = 20_000;

function quit(code: number, lines: string[]): never {
  for (const line of lines) console.error(line);
  process.exit(code);
}

async function start(): Promise<void> {
  const read = environmentConfig();
  if (!read.ok) {
    quit(EXIT_CONFIG, [
      "ENI Desk can't start. What is wrong with its configuration:",
      ...read.error.map((each) => `  - ${each.message}`),
    ]);
  }
  const config = read.value;
  const isDevelopment = process.argv.includes("--dev");
  if (!isDevelopment && !existsSync(join(import.meta.dirname, ".next", "BUILD_ID"))) {
    quit(EXIT_UNAVAILABLE, [
      "There is no build yet: run `npm run build` first, or `npm run demo`, which does all of it.",
    ]);
  }
  const made = await createServices(config, packageJson.version);
  if (!made.ok) {
    const { error } = made;
    const why = error.kind === "unavailable" ? `${error.reason}: ${error.cause}` : error.constraint;
    quit(EXIT_UNAVAILABLE, [`ENI Desk can't open its database (${why}).`]);
  }
  const services = made.value;
  installServices(services);
  // While Next gets ready, the regions are read.
  services.refresher.start();
  await prepareAccounts(services);

  const server = createServer({
    maxHeaderSize: 16 * 1024,
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    // Node's own answer to a request without a Host has no headers of ours; the front refuses it too.
    requireHostHeader: false,
    // An upgrade would pass by the front, and Next in production neither answers nor closes one.
    shouldUpgradeCallback: () => isDevelopment,
  });
  const app = next({
    dev: isDevelopment,
    dir: import.meta.dirname,
    httpServer: server,
    hostname: config.host,
    port: config.port,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on(
    "request",
    frontOf({
      publicUrl: config.publicUrl,
      trusted: trustedProxies(config.trustedProxies),
      isDevelopment,
      log: services.log,
      handle,
    }),
  );
  answerParserErrors(server, {
    isHttps: config.publicUrl.protocol === "https:",
    isDevelopment,
    log: services.log,
  });
  server.on("error", (error: NodeJS.ErrnoException) => {
    const taken = error.code === "EADDRINUSE";
    quit(EXIT_UNAVAILABLE, [
      taken
        ? `Port ${config.port} is taken. Set PORT to another one.`
        : `ENI Desk can't listen: ${error.message}`,
    ]);
  });
  server.listen(config.port, config.host, () => {
    services.requests.start();
    void services.heads.start();
    services.notices.start();
    services.log.info("server.listening", {
      url: config.publicUrl.origin,
      mode: config.mode,
      observeOnly: config.observeOnly,
    });
  });
  stopOnSignal(services, server);
}

async function prepareAccounts({ auth, log, config, store, version }: Services): Promise<void> {
  const demo = await auth.ensureDemoAccounts();
  if (!demo.ok) log.error("demo.accounts-failed", { kind: demo.error.kind });
  const token = await auth.ensureSetupToken();
  if (token.ok && token.value !== null) {
    console.log(
      `No user exists yet. Make the first administrator with this one-time token at ${config.publicUrl.origin}/setup`,
    );
    console.log(`  ${token.value}`);
  }
  const started = await recordStart(store, {
    version,
    configuration: configurationSummary(config),
    migrations: store.appliedMigrations,
  });
  if (!started.ok) log.error("start.not-recorded", { kind: started.error.kind });
}

/** Answers what has been asked, then lets calls to ECS be answered and recorded, then closes the database. */
async function stop(services: Services, server: Server): Promise<void> {
  const answered = new Promise<void>((resolve) => server.close(() => resolve()));
  const closingIdle = setInterval(() => server.closeIdleConnections(), 100);
  await Promise.all([answered, services.requests.drain()]);
  clearInterval(closingIdle);
  await services.close();
}

function stopOnSignal(services: Services, server: Server): void {
  let stopping = false;
  const onSignal = (signal: string) => {
    if (stopping) return;
    stopping = true;
    services.log.info("server.stopping", { signal });
    setTimeout(() => process.exit(EXIT_UNAVAILABLE), DRAIN_MS).unref();
    stop(services, server).then(
      () => process.exit(0),
      (cause: unknown) => quit(EXIT_UNAVAILABLE, [`Stopping failed: ${String(cause)}`]),
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}

await start();
