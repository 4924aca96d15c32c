import { Agent, request as httpRequest } from "node:http";
import { type SignedRequest, signV3 } from "#emulator/client/signed-request.ts";

/** Calls over a few lines that stay open, each call signed anew. */
export class KeepAliveClient {
  readonly #url: URL;
  readonly #agent: Agent;

  constructor(url: string, lines: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: lines });
  }

  /** The answer's text; rejects for any status but 200, since a refusal costs less than an answer. */
  call(action: string, params: Record<string, string>, version?: string): Promise<string> {
    return this.#send(signV3({ url: this.#url.href, action, params, ...(version ? { version } : {}) }));
  }

  close(): void {
    this.#agent.destroy();
  }

  #send({ method, path, headers, body }: SignedRequest): Promise<string> {
    const { hostname, port } = this.#url;
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { hostname, port, method, path, headers, agent: this.#agent },
        (response) => {
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => {
            text += chunk;
          });
          response.on("error", reject);
          response.on("end", () =>
            response.statusCode === 200 ? resolve(text) : reject(new Error(`${response.statusCode} ${text}`)),
          );
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  }
}
