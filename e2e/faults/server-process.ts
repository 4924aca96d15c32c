import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Child } from "#e2e/faults/child.ts";
import type { Variables } from "#e2e/faults/desk.ts";
import { call } from "#e2e/http/call.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const START_MS = 60_000;

/** The whole server, pages and routes and all. Needs a build. */
export class ServerProcess {
  readonly port: number;
  readonly #variables: Variables;
  #child: Child;

  private constructor(port: number, variables: Variables) {
    this.port = port;
    this.#variables = variables;
    this.#child = this.#spawn();
  }

  static async start(port: number, variables: Variables): Promise<ServerProcess> {
    const server = new ServerProcess(port, { ...variables, PORT: String(port), ENI_DESK_DEMO: "1" });
    await server.#answers();
    return server;
  }

  /** SIGTERM, and another one in its place. */
  async roll(): Promise<number> {
    const startedAt = performance.now();
    await this.#child.stop();
    const tookMs = performance.now() - startedAt;
    this.#child = this.#spawn();
    await this.#answers();
    return tookMs;
  }

  kill(): Promise<void> {
    return this.#child.kill();
  }

  #spawn(): Child {
    const args = ["--conditions=react-server", "server.ts"];
    return new Child({ args, env: { ...this.#variables, NEXT_TELEMETRY_DISABLED: "1" }, cwd: ROOT });
  }

  async #answers(): Promise<void> {
    for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(50)) {
      if (!this.#child.isRunning) throw new Error(`the server ended: ${this.#child.output}`);
      const { host } = new URL(this.#variables.NEXTAUTH_URL ?? "");
      const status = await call(this.port, "/api/ready", { headers: { host } }).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) return;
    }
    throw new Error(`the server is not ready: ${this.#child.output}`);
  }
}
