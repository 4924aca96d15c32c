import "server-only";

import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { BlockList } from "node:net";
import type { ProblemType } from "#lib/contract/problem.ts";
import { PATH_HEADER, PEER_HEADER } from "#lib/http/call.ts";
import { frontProblem, headersOf } from "#lib/http/front-problem.ts";
import { peerAddress } from "#lib/http/peer-address.ts";
import { securityHeaders } from "#lib/http/security-headers.ts";
import type { Log } from "#lib/log/log.ts";

export interface FrontOptions {
  publicUrl: URL;
  trusted: BlockList;
  isDevelopment: boolean;
  log: Log;
  /** Next's own handler. */
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

const METHODS = ["GET", "HEAD", "POST"];
/** Probes and scrapers ask a replica by its own address. They tell nothing that is made for a host name. */
const FOR_PROGRAMS = ["/api/health", "/api/ready", "/api/metrics"];
const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];
/** What the build made and everyone may keep; Next says how long. */
const FILES = /^\/(_next\/|icon\.svg)/;
/** Next's own headers between its parts; whoever sends them from outside wants something else. */
const INTERNAL_HEADERS = [
  "x-middleware-subrequest",
  "x-middleware-prefetch",
  "x-invoke-path",
  "x-nextjs-data",
];

/**
 * What stands in front of Next: security headers on every answer, the caller's true address, one host name, no odd
 * methods. Next alone knows no peer address and sets no headers on its own redirects and errors.
 */
export function frontOf({ publicUrl, trusted, isDevelopment, log, handle }: FrontOptions): RequestListener {
  const isHttps = publicUrl.protocol === "https:";
  return (request, response) => {
    const nonce = randomBytes(16).toString("base64");
    const headers = securityHeaders({ nonce, isHttps, isDevelopment });
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // Next's own redirects and 405s say nothing about caching; what says something itself replaces this.
    if (!FILES.test(request.url ?? "")) response.setHeader("cache-control", "no-store");
    const refuse = (type: ProblemType, more: Record<string, string> = {}) => {
      const body = frontProblem(request.headers["accept-language"], type);
      const { status, correlationId } = body;
      log.info("http.refused", { status, address: request.socket.remoteAddress ?? null, correlationId });
      response.writeHead(status, { ...headersOf(body.text), ...more }).end(body.text);
    };
    if (!METHODS.includes(request.method ?? "")) {
      return refuse("method-not-allowed", { allow: METHODS.join(", ") });
    }
    const isNameless = request.headers.host === undefined && request.httpVersion !== "1.0";
    if (isNameless || !isPlainPath(request.url)) return refuse("invalid-request");
    const isForProgram = FOR_PROGRAMS.includes(pathOf(request.url));
    const elsewhere = isForProgram ? "ours" : otherLoopbackName(request.headers.host, publicUrl);
    if (elsewhere === "wrong") return refuse("wrong-host");
    if (elsewhere === "redirect") {
      const location = new URL(request.url, publicUrl).href;
      return void response.writeHead(308, { "content-length": "0", location }).end();
    }
    // Whatever name a probe used: nothing behind this ever sees another host than ours.
    request.headers.host = publicUrl.host;
    const forwardedFor = request.headers["x-forwarded-for"];
    const forwarded = Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor;
    for (const name of INTERNAL_HEADERS) delete request.headers[name];
    request.headers[PEER_HEADER] = peerAddress(request.socket.remoteAddress, forwarded, trusted);
    request.headers[PATH_HEADER] = request.url;
    request.headers["x-forwarded-for"] = request.headers[PEER_HEADER];
    request.headers["x-forwarded-proto"] = publicUrl.protocol.slice(0, -1);
    request.headers["x-forwarded-host"] = publicUrl.host;
    // Next reads the nonce for its scripts out of the policy that it finds in the request.
    request.headers["content-security-policy"] = headers["content-security-policy"];
    handle(request, response).catch(() => {
      if (!response.headersSent) refuse("internal");
      else response.destroy();
    });
  };
}

/**
 * Whether this is a path of ours that can be decoded. Two slashes, or one and a backslash, lead to another host where
 * someone builds an address of it; Next calls what it can't decode a failure of its own (500).
 */
function isPlainPath(url: string | undefined): url is string {
  if (!url?.startsWith("/") || /^\/[/\\]/.test(url)) return false;
  try {
    decodeURIComponent(pathOf(url));
    return true;
  } catch {
    return false;
  }
}

function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? "";
}

/**
 * Cookies belong to one host name. On loopback the other spelling is sent to the configured one; elsewhere a name
 * that is not ours is refused, so that no page made for another name is ever served or cached.
 */
function otherLoopbackName(host: string | undefined, publicUrl: URL): "ours" | "redirect" | "wrong" {
  if (host === publicUrl.host) return "ours";
  const name = (host ?? "").replace(/:\d+$/, "");
  const port = /:(\d+)$/.exec(host ?? "")?.[1] ?? "80";
  const ownPort = publicUrl.port || (publicUrl.protocol === "https:" ? "443" : "80");
  const isLoopback = LOOPBACK_NAMES.includes(publicUrl.hostname) && LOOPBACK_NAMES.includes(name);
  return isLoopback && port === ownPort ? "redirect" : "wrong";
}
