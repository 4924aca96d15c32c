import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CONTROL_PREFIX, handleControlRequest } from "#emulator/control/door.ts";
import { createCloud, type EmulatedCloud } from "#emulator/emulated-cloud.ts";
import { handleApiRequest } from "#emulator/pipeline/handle.ts";
import { demoSeed } from "#emulator/seed/demo.ts";
import { DEFAULT_SETTINGS, type Settings } from "#emulator/settings.ts";
import type { Seed } from "#emulator/world/seed-schema.ts";

export type EmulatorOptions = Partial<Settings> & {
  /** 0 takes any free port. */
  readonly port?: number;
  /** Loopback unless said otherwise. */
  readonly host?: string;
  /** The world at start and after a reset without a seed; the demo fleet when absent. */
  readonly seed?: Seed;
  /** Makes RequestIds, temporary keys and chances repeatable. */
  readonly randomSeed?: number;
};

/** A running emulator. `cloud` is what it holds now; a reset puts another one in its place. */
export type RunningEmulator = {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly cloud: EmulatedCloud;
  /** Stops listening and breaks what is still open, hanging answers included. */
  close(): Promise<void>;
};

/** Longest that an idle keep-alive line stays open. */
const KEEP_ALIVE_MS = 60_000;

/** Starts an emulator; rejects with the listening error (EADDRINUSE for a taken port). */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, host = "127.0.0.1", seed, randomSeed, ...settings } = options;
  const full: Settings = { ...DEFAULT_SETTINGS, ...settings };
  const initial = (): EmulatedCloud => createCloud(seed ?? demoSeed(), full, randomSeed);
  let cloud = initial();
  const server = createServer((request, response) => {
    const handled = isControl(request)
      ? handleControlRequest(request, response, {
          current: () => cloud,
          reset: (other) => {
            cloud.clock.close();
            cloud = other ? createCloud(other, full, randomSeed) : initial();
          },
        })
      : handleApiRequest(cloud, request, response);
    handled.catch((error: unknown) => failLoudly(response, error));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const address = await listen(server, port, host);
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    host,
    port: address.port,
    get cloud() {
      return cloud;
    },
    close: () => close(server, cloud),
  };
}

function isControl(request: IncomingMessage): boolean {
  const path = request.url ?? "/";
  return path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`);
}

function failLoudly(response: ServerResponse, error: unknown): void {
  console.error("emulator: a request failed in a way it should not", error);
  response.destroy();
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address && typeof address === "object") resolve(address);
      else reject(new Error("the emulator listens on no port"));
    });
  });
}

function close(server: Server, cloud: EmulatedCloud): Promise<void> {
  cloud.clock.close();
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
