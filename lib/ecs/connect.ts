import "server-only";
import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import type { Endpoint } from "#lib/ecs/endpoints.ts";
import type { EgressProxy } from "#lib/ecs/proxy.ts";

export interface ConnectSettings {
  /** For name, TCP, tunnel and TLS together. */
  connectTimeoutMs: number;
  proxy: EgressProxy | null;
  /** Whom to trust; undefined is Node's own list. Called inside the connection's error handling: certificates may be bad. */
  tlsContext: () => tls.SecureContext | undefined;
}

/** Trusts the given authorities (PEM) besides the usual ones. Read once: it takes milliseconds. */
export function trusting(extraCa: readonly string[]): () => tls.SecureContext | undefined {
  if (extraCa.length === 0) return () => undefined;
  let context: tls.SecureContext | undefined;
  return () => {
    context ??= tls.createSecureContext({ ca: [...tls.getCACertificates("default"), ...extraCa] });
    return context;
  };
}

/** No connection, so no byte of a request was written. `reason` holds no secret. */
export class NotConnected extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = "NotConnected";
    this.reason = reason;
  }
}

/**
 * Opens a connection that is ready for a request: TCP, the proxy's tunnel if one is set, and TLS with a verified
 * certificate for https. Rejects with `NotConnected` only. Loopback (http) never goes through the proxy.
 */
export async function openConnection(endpoint: Endpoint, settings: ConnectSettings): Promise<net.Socket> {
  const deadline = AbortSignal.timeout(settings.connectTimeoutMs);
  const progress: Progress = { step: "TCP", peer: endpoint.hostname, socket: null };
  try {
    if (endpoint.protocol === "http") return await openTcp(endpoint, progress, deadline);
    const line = settings.proxy
      ? await openTunnel(endpoint, settings.proxy, settings, progress, deadline)
      : await openTcp(endpoint, progress, deadline);
    return await startTls(line, endpoint, settings, progress, deadline);
  } catch (error) {
    progress.socket?.destroy();
    if (error instanceof NotConnected) throw error;
    throw new NotConnected(reasonOf(error, progress, deadline.aborted, settings.connectTimeoutMs));
  }
}

interface Progress {
  step: "TCP" | "proxy" | "TLS";
  peer: string;
  socket: net.Socket | null;
}

/** The first error of a socket rejects the wait for it; a second one has nobody to tell and must not end the process. */
function guard<S extends net.Socket>(socket: S, progress: Progress): S {
  progress.socket = socket;
  return socket.on("error", () => {});
}

async function openTcp(endpoint: Endpoint, progress: Progress, signal: AbortSignal): Promise<net.Socket> {
  const socket = guard(
    net.connect({ host: endpoint.hostname, port: endpoint.port, noDelay: true }),
    progress,
  );
  await once(socket, "connect", { signal });
  return socket;
}

async function openTunnel(
  endpoint: Endpoint,
  proxy: EgressProxy,
  settings: ConnectSettings,
  progress: Progress,
  signal: AbortSignal,
): Promise<net.Socket> {
  progress.step = "proxy";
  progress.peer = proxy.hostname;
  const target = `${endpoint.hostname}:${endpoint.port}`;
  const request = (proxy.protocol === "http" ? http : https).request({
    host: proxy.hostname,
    port: proxy.port,
    method: "CONNECT",
    path: target,
    headers: {
      host: target,
      ...(proxy.authorization === null ? {} : { "proxy-authorization": proxy.authorization }),
    },
    agent: false,
    signal,
    ...(proxy.protocol === "https" ? trust(settings) : {}),
  });
  request.on("error", () => {});
  request.end();
  const [answer, socket, head] = (await once(request, "connect", { signal })) as [
    IncomingMessage,
    net.Socket,
    Buffer,
  ];
  guard(socket, progress);
  if (answer.statusCode !== 200) {
    throw new NotConnected(`the proxy ${proxy.hostname} refused the tunnel (HTTP ${answer.statusCode})`);
  }
  if (head.length > 0) socket.unshift(head);
  return socket;
}

async function startTls(
  line: net.Socket,
  endpoint: Endpoint,
  settings: ConnectSettings,
  progress: Progress,
  signal: AbortSignal,
): Promise<net.Socket> {
  progress.step = "TLS";
  progress.peer = endpoint.hostname;
  const secure = guard(
    tls.connect({
      socket: line,
      servername: endpoint.hostname,
      ALPNProtocols: ["http/1.1"],
      ...trust(settings),
    }),
    progress,
  );
  await once(secure, "secureConnect", { signal });
  return secure;
}

/** Verification is asked for by name, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off. */
function trust(settings: ConnectSettings) {
  const secureContext = settings.tlsContext();
  const verified = { rejectUnauthorized: true, minVersion: "TLSv1.2" } as const;
  return secureContext ? { ...verified, secureContext } : verified;
}

function reasonOf(error: unknown, { step, peer }: Progress, isLate: boolean, timeoutMs: number): string {
  if (isLate) return `no connection to ${peer} within ${timeoutMs} ms`;
  const code = errorCode(error);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `the name ${peer} could not be resolved (${code})`;
  if (code === "ECONNREFUSED") return `${peer} refused the connection (${code})`;
  if (step === "TLS") return `TLS with ${peer} failed (${code})`;
  return `no connection to ${step === "proxy" ? "the proxy " : ""}${peer} (${code})`;
}

/** The code of a system or TLS error. Messages are left out: they may quote what was being sent. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : "unknown error";
}
