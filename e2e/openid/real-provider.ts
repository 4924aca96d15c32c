import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export const CLIENT_SECRET = "a-client-secret-of-these-tests";

/** oidc-provider, running. */
export class RealProvider {
  readonly issuer: string;
  readonly #process: ChildProcess;

  private constructor(port: number, process_: ChildProcess) {
    this.issuer = `http://localhost:${port}`;
    this.#process = process_;
  }

  static async start(port: number, redirectUri: string): Promise<RealProvider> {
    const program = join(import.meta.dirname, "provider.mjs");
    const child = spawn(process.execPath, [program, String(port), redirectUri, CLIENT_SECRET]);
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    await Promise.race([
      once(child.stdout, "data"),
      once(child, "exit").then(() => Promise.reject(new Error(`the provider ended: ${said}`))),
    ]);
    return new RealProvider(port, child);
  }

  /** What the claim tells of a person from now on. */
  async put(sub: string, ...groups: string[]): Promise<void> {
    const query = new URLSearchParams({ sub, groups: groups.join(",") });
    await fetch(`${this.issuer}/_groups?${query}`, { method: "POST" });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill("SIGTERM");
    await once(this.#process, "exit");
  }
}
