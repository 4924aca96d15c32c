import "server-only";

import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { BlockList } from "node:net";
import { PATH_HEADER, PEER_HEADER } from "#lib/http/call.ts";
import { peerAddress } from "#lib/http/peer-address.ts";
import { securityHeaders } from "#lib/http/security-headers.ts";

export interface FrontOptions {
  publicUrl: URL;
  trusted: BlockList;
  isDevelopment: boolean;
  /** Next's own handler. */
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

const METHODS = ["GET", "HEAD", "POST"];
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
export function frontOf({ publicUrl, trusted, isDevelopment, handle }: FrontOptions): RequestListener {
  const isHttps = publicUrl.protocol === "https:";
  return (request, response) => {
    const nonce = randomBytes(16).toString("base64");
    const headers = securityHeaders({ nonce, isHttps, isDevelopment });
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // Next's own redirects and 405s say nothing about caching; what says something itself replaces this.
    if (!FILES.test(request.url ?? "")) response.setHeader("cache-control", "no-store");
    if (!METHODS.includes(request.method ?? "")) return refuse(response, 405, { allow: METHODS.join(", ") });
    if (!isPlainPath(request.url)) return refuse(response, 400);
    const elsewhere = otherLoopbackName(request.headers.host, publicUrl);
    if (elsewhere === "wrong") return refuse(response, 421);
    if (elsewhere === "redirect") {
      return refuse(response, 308, { location: new URL(request.url, publicUrl).href });
    }
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
      if (!response.headersSent) refuse(response, 500);
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
    decodeURIComponent(url.split(/[?#]/, 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "cache-control": "no-store", "content-length": "0", ...headers }).end();
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
