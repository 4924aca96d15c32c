import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export interface Webhook {
  url: string;
  received: Received[];
  /** What the next posts are answered with; the last one stays. */
  answers: Answer[];
  /** The receiver is down until `start` is called again, at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(code, headers).end("seen");
  };

/** A receiver of notices on loopback, gone when the test is over. */
export async function webhook(): Promise<Webhook> {
  const received: Received[] = [];
  const answers: Answer[] = [status(204)];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      answer?.(response, request);
    });
  });
  let port = 0;
  const start = async () => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address !== null && typeof address === "object") port = address.port;
  };
  const stop = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  await start();
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${port}/hook`, received, answers, stop, start };
}
