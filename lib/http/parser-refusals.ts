import "server-only";

import { randomBytes } from "node:crypto";
import { type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { frontProblem, headersOf } from "#lib/http/front-problem.ts";
import { securityHeaders } from "#lib/http/security-headers.ts";
import type { Log } from "#lib/log/log.ts";

interface ParserRefusalOptions {
  isHttps: boolean;
  isDevelopment: boolean;
  log: Log;
}

/** Node's error codes for what never becomes a request, and what it answers by itself; everything else is 400. */
const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Gives the answers that Node's parser makes by itself the headers of all others: they reach no handler, so nothing
 * else could. Call it before the server listens.
 */
export function answerParserErrors(server: Server, options: ParserRefusalOptions): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on("request", (request, response) => {
    answering.set(request.socket, response);
    response.once("close", () => answering.delete(request.socket));
  });
  server.on("clientError", (error: Error & { code?: string }, socket) => {
    // An answer that has begun can't be followed by another one.
    if (!socket.writable || answering.get(socket)?.headersSent) return void socket.destroy();
    socket.end(rawAnswer(options, STATUS_OF[error.code ?? ""] ?? 400), () => socket.destroy());
  });
  server.on("checkExpectation", (_request, response) => {
    const { status, headers, text } = refusal(options, 417);
    response.writeHead(status, headers).end(text);
  });
}

function refusal({ isHttps, isDevelopment, log }: ParserRefusalOptions, status: number) {
  const { text, correlationId } = frontProblem(undefined, "invalid-request", status);
  log.info("http.refused", { status, address: null, correlationId });
  const nonce = randomBytes(16).toString("base64");
  const headers = {
    ...securityHeaders({ nonce, isHttps, isDevelopment }),
    ...headersOf(text),
    connection: "close",
  };
  return { status, headers, text };
}

function rawAnswer(options: ParserRefusalOptions, status: number): string {
  const { headers, text } = refusal(options, status);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", text].join("\r\n");
}
