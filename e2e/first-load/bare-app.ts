import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NEXT } from "#scripts/build.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const FOLDER = join(import.meta.dirname, "bare-app");
const START_MS = 30_000;

/** A page and a layout with nothing of ours in them, built by the same Next with the same packages. */
export interface BareApp {
  readonly url: string;
  stop(): Promise<void>;
}

/** Builds it anew and serves it. @throws {Error} with the output of the build, or when it does not answer */
export async function startBareApp(port: number): Promise<BareApp> {
  rmSync(join(FOLDER, ".next"), { recursive: true, force: true });
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  const built = spawnSync(process.execPath, [join(ROOT, NEXT), "build"], {
    cwd: FOLDER,
    env,
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`the bare app was not built:\n${built.stdout}${built.stderr}`);
  const serve = [join(ROOT, NEXT), "start", "--port", String(port), "--hostname", "127.0.0.1"];
  const server = spawn(process.execPath, serve, { cwd: FOLDER, env, stdio: "ignore" });
  const url = `http://127.0.0.1:${port}/`;
  await answers(url, server);
  return {
    url,
    stop: async () => {
      await end(server);
      rmSync(join(FOLDER, ".next"), { recursive: true, force: true });
    },
  };
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(50)) {
    if (server.exitCode !== null) throw new Error(`the bare app ended with status ${server.exitCode}`);
    const isThere = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
  }
  await end(server);
  throw new Error("the bare app did not answer");
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  await ended;
}
