import { randomUUID } from "node:crypto";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import type { Desk } from "#e2e/http/desk.ts";

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Somebody with a session who keeps the connection, as a browser does. */
export class Visitor {
  readonly cookie: string;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(port: number, cookie: string) {
    this.#port = port;
    this.cookie = cookie;
  }

  static async signIn(desk: Pick<Desk, "port" | "signIn">, name: string): Promise<Visitor> {
    return new Visitor(desk.port, (await desk.signIn(name)).cookie);
  }

  /** A second person at the same session, with a connection of its own. */
  another(port: number = this.#port): Visitor {
    return new Visitor(port, this.cookie);
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    return this.#call("GET", path, headers);
  }

  post(path: string, body: unknown): Promise<Answered> {
    const text = JSON.stringify(body);
    const headers = {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(text)),
      "idempotency-key": randomUUID(),
    };
    return this.#call("POST", path, headers, text);
  }

  leave(): void {
    this.#agent.destroy();
  }

  #call(
    method: string,
    path: string,
    more: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<Answered> {
    const headers = { host: `localhost:${this.#port}`, cookie: this.cookie, ...more };
    const options = { host: "127.0.0.1", port: this.#port, path, method, headers, agent: this.#agent };
    return new Promise((resolve, reject) => {
      const sent = request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}
