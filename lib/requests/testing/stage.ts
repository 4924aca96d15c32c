import "server-only";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { z } from "zod";
import { type RunningEmulator, startEmulator } from "#emulator/server.ts";
import { control } from "#emulator/testing/control-client.ts";
import type { Result } from "#lib/core/result.ts";
import type { DeskSettings } from "#lib/requests/desk.ts";
import { anActor, openDesk, type TestDesk } from "#lib/requests/testing/desk.ts";
import { setSending } from "#lib/switches/sending.ts";

const FROM = { address: "127.0.0.1", userAgent: "test" };

const callsSchema = z.object({
  calls: z.array(
    z.object({
      requestId: z.string(),
      httpStatus: z.number(),
      applied: z.boolean(),
      params: z.record(z.string(), z.string()),
    }),
  ),
});

/** An emulator and a desk on it, both fresh for every test of the file. */
export class Stage {
  #emulator: RunningEmulator | null = null;
  #desk: TestDesk | null = null;

  static use(settings: Partial<DeskSettings> = {}): Stage {
    const stage = new Stage();
    beforeAll(async () => {
      stage.#emulator = await startEmulator({ port: 0, detachMs: 100 });
    });
    afterAll(() => stage.#emulator?.close());
    beforeEach(async () => {
      await stage.control("POST", "/reset", {});
      const desk = await openDesk(stage.url, settings);
      stage.#desk = desk;
      return () => desk.close();
    });
    return stage;
  }

  get url(): string {
    if (!this.#emulator) throw new Error("the emulator starts before the tests");
    return this.#emulator.url;
  }

  get desk(): TestDesk {
    if (!this.#desk) throw new Error("the desk opens before each test");
    return this.#desk;
  }

  control(method: string, path: string, body?: unknown): Promise<unknown> {
    return control(this.url, method, path, body);
  }

  async calls(action = "DetachNetworkInterface") {
    return callsSchema.parse(await this.control("GET", `/journal?action=${action}`)).calls;
  }

  fault(fault: Record<string, unknown>, times = 1, action = "DetachNetworkInterface"): Promise<unknown> {
    return this.control("POST", "/faults", { match: { action }, fault, times });
  }

  /** What someone else does to an ENI, as the other console would. */
  outside(action: string, params: Record<string, string>): Promise<unknown> {
    return this.control("POST", "/outside", { action, ...params });
  }

  /** Stops all sending, as an administrator would. */
  async stopSending(reason = "a change freeze"): Promise<void> {
    const { store, desk } = this.desk;
    const admin = anActor("admin", ["admin"]);
    const order = { enabled: false, reason, actor: admin, from: FROM, correlationId: "stop" };
    must(await store.write((tx) => setSending(tx, desk.clock, order)));
  }

  /** Follows until the request has ended. */
  untilEnded(id: string) {
    this.desk.requests.start();
    return vi.waitFor(
      async () => {
        const request = await this.read(id);
        if (!request.endedAt) throw new Error(`has not ended: ${request.state}`);
        return request;
      },
      { timeout: 15_000, interval: 50 },
    );
  }

  async read(id: string) {
    const request = must(await this.desk.requests.readFor(anActor("viewer", ["viewer"]), id));
    if (!request) throw new Error("no such request");
    return request;
  }

  async eventsOf(id: string) {
    return must(await this.desk.audit.eventsOfRequest(id));
  }
}

/** The value, or a failed test that shows the error. */
export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`it fails: ${JSON.stringify(result.error)}`);
  return result.value;
}
