import type { IncomingMessage, ServerResponse } from "node:http";
import { ControlProblem } from "#emulator/control/control-problem.ts";
import { sendInspectorFile } from "#emulator/control/inspector-files.ts";
import { controlRoutes } from "#emulator/control/routes.ts";
import type { EmulatedCloud } from "#emulator/emulated-cloud.ts";
import type { Listener } from "#emulator/listener.ts";
import type { Seed } from "#emulator/world/seed-schema.ts";

export const CONTROL_PREFIX = "/_emulator";

/** A seed file can be large; more than this is a mistake. */
const MAX_BODY_BYTES = 256 * 1_048_576;

export type Control = {
  current(): EmulatedCloud;
  /** Puts a fresh cloud in the place of the current one, at once. */
  reset(seed: Seed | undefined): void;
  /** What answers the API, where closing it leaves this door open; undefined where both share a port. */
  readonly listener: Listener | undefined;
};

/** Handles one control request: unsigned, for loopback only, closed to web pages. */
export async function handleControlRequest(
  request: IncomingMessage,
  response: ServerResponse,
  control: Control,
): Promise<void> {
  try {
    refuseStrangers(request);
    const url = new URL(request.url ?? "/", "http://emulator");
    if (!url.pathname.startsWith(CONTROL_PREFIX))
      throw new ControlProblem(404, `Everything is below ${CONTROL_PREFIX}.`);
    const path = url.pathname.slice(CONTROL_PREFIX.length) || "/";
    if (sendInspectorFile(request.method ?? "GET", path, response)) return;
    const body = await readJson(request);
    const asked = { method: request.method ?? "GET", path, query: url.searchParams, body };
    send(response, 200, await controlRoutes(asked, control));
  } catch (error) {
    if (!(error instanceof ControlProblem)) throw error;
    send(response, error.httpStatus, {
      error: error.message,
      ...(error.issues ? { issues: error.issues } : {}),
    });
  }
}

/** A name that resolves to loopback is not enough: a web page could use one. So peer, Host and Origin must all be ours. */
function refuseStrangers(request: IncomingMessage): void {
  const peer = request.socket.remoteAddress ?? "";
  if (!/^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(peer))
    throw new ControlProblem(403, "The control door answers loopback only.");
  const host = request.headers.host ?? "";
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) {
    throw new ControlProblem(403, "The control door answers under 127.0.0.1, [::1] and localhost only.");
  }
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new ControlProblem(403, "The control door does not answer pages of other origins.");
  }
  if (request.headers["sec-fetch-site"] === "cross-site") {
    throw new ControlProblem(403, "The control door does not answer pages of other sites.");
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) throw new ControlProblem(413, "The body is larger than 256 MiB.");
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlProblem(400, "The body is not JSON.");
  }
}

function send(response: ServerResponse, httpStatus: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body), "utf8");
  response.writeHead(httpStatus, {
    "content-type": "application/json;charset=utf-8",
    "content-length": bytes.length,
  });
  response.end(bytes);
}
