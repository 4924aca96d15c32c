import { randomUUID } from "node:crypto";
import { type IncomingHttpHeaders, request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The members of our answers that these tests look at: a receipt, a request, a list or a problem. */
export interface Said {
  readonly type?: string;
  readonly detail?: string;
  readonly title?: string;
  readonly code?: string;
  readonly id?: string;
  readonly state?: string;
  readonly requestId?: string;
  readonly request?: { readonly id: string; readonly state: string; readonly href: string };
  readonly blockers?: readonly { readonly reason: string }[];
  readonly issues?: readonly { readonly path: string }[];
  readonly attempts?: readonly { readonly requestId: string | null }[];
  readonly items?: readonly Readonly<Record<string, unknown>>[];
}

/**
 * One call as it is written here: no address is tidied, no header added but Host, no redirect followed. fetch and
 * Playwright would repair most of what is tried.
 */
export function call(port: number, path: string, asking: Asking = {}): Promise<Answer> {
  const { method = "GET", headers = {}, body } = asking;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const all = { host: `localhost:${port}`, ...length, ...headers };
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers: all, agent: false }, (answer) => {
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

export function said(answer: Answer): Said {
  return JSON.parse(answer.text) as Said;
}

/** What a program sends that asks for a change properly. */
export function asChange(body: unknown, key: string = randomUUID()): Asking {
  const headers = { "content-type": "application/json", "idempotency-key": key };
  return { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

/** The name=value pairs of the cookies that an answer sets. */
export function cookiesOf({ headers }: Answer): string[] {
  return (headers["set-cookie"] ?? []).map((cookie) => cookie.split(";", 1)[0] ?? "");
}
