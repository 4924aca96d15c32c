import type { IncomingMessage, ServerResponse } from "node:http";
import { CONTROL_PREFIX, type Control, handleControlRequest } from "#emulator/control/door.ts";
import { createCloud, type EmulatedCloud } from "#emulator/emulated-cloud.ts";
import { Listener } from "#emulator/listener.ts";
import { handleApiRequest } from "#emulator/pipeline/handle.ts";
import { demoSeed } from "#emulator/seed/demo.ts";
import { DEFAULT_SETTINGS, type Settings } from "#emulator/settings.ts";
import type { Seed } from "#emulator/world/seed-schema.ts";

export type EmulatorOptions = Partial<Settings> & {
  /** 0 takes any free port. */
  readonly port?: number;
  /** Loopback unless said otherwise. */
  readonly host?: string;
  /** A second port for the control door, on loopback, so that the first can be closed; 0 takes any free one. */
  readonly controlPort?: number;
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
  /** Where the control door surely answers; the same as `url` without a port of its own. */
  readonly controlUrl: string;
  readonly cloud: EmulatedCloud;
  /** Stops listening and breaks what is still open, hanging answers included. */
  close(): Promise<void>;
};

/** Starts an emulator; rejects with the listening error (EADDRINUSE for a taken port). */
export async function startEmulator(options: EmulatorOptions = {}): Promise<RunningEmulator> {
  const { port = 0, host = "127.0.0.1", controlPort, seed, randomSeed, ...settings } = options;
  const full: Settings = { ...DEFAULT_SETTINGS, ...settings };
  const initial = (): EmulatedCloud => createCloud(seed ?? demoSeed(), full, randomSeed);
  let cloud = initial();
  const control: Control = {
    current: () => cloud,
    reset: (other) => {
      cloud.clock.close();
      cloud = other ? createCloud(other, full, randomSeed) : initial();
    },
    listener: undefined,
  };
  const api = await Listener.open(
    loud((request, response) =>
      isControl(request)
        ? handleControlRequest(request, response, control)
        : handleApiRequest(cloud, request, response),
    ),
    port,
    host,
  );
  const door =
    controlPort === undefined
      ? undefined
      : await Listener.open(
          loud((request, response) => handleControlRequest(request, response, { ...control, listener: api })),
          controlPort,
          "127.0.0.1",
        ).catch(async (error: unknown) => {
          await api.close();
          throw error;
        });
  return {
    url: api.url,
    host,
    port: api.port,
    controlUrl: (door ?? api).url,
    get cloud() {
      return cloud;
    },
    close: async () => {
      cloud.clock.close();
      await Promise.all([api.close(), door?.close()]);
    },
  };
}

function isControl(request: IncomingMessage): boolean {
  const path = request.url ?? "/";
  return path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`);
}

function loud(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      console.error("emulator: a request failed in a way it should not", error);
      response.destroy();
    });
  };
}
