import type { IncomingMessage } from "node:http";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import { decodePairs, type NameValue } from "#emulator/pipeline/encoding.ts";
import { Parameters } from "#emulator/pipeline/parameters.ts";

/** The largest request body that is read. Ours; ECS names no figure. */
const MAX_BODY_BYTES = 1_048_576;

/** A request as it came in, with the RequestId it keeps until the journal. */
export type RequestContext = {
  readonly requestId: string;
  readonly receivedAtMs: number;
  readonly method: string;
  readonly path: string;
  /** Lower-case names. A header sent twice has its values joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly host: string;
  readonly sourceIpAddress: string;
  readonly query: readonly NameValue[];
  readonly form: readonly NameValue[];
  readonly body: Buffer;
  /** Query and body parameters together. */
  readonly params: Parameters;
  readonly scheme: "V1" | "V3";
  readonly action: string | undefined;
  readonly version: string | undefined;
  readonly format: "JSON" | "XML";
};

export async function readContext(
  request: IncomingMessage,
  requestId: string,
  receivedAtMs: number,
): Promise<RequestContext> {
  const body = await readBody(request);
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  const query = queryOf(target);
  const headers = headerMap(request);
  const form = bodyParameters(headers.get("content-type") ?? "", body);
  const params = new Parameters([...query, ...form]);
  const scheme = schemeOf(headers);
  const header = (name: string) => (scheme === "V3" ? headers.get(name) : undefined);
  return {
    requestId,
    receivedAtMs,
    method: request.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    headers,
    host: headers.get("host") ?? "",
    sourceIpAddress: (request.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
    query,
    form,
    body,
    params,
    scheme,
    action: header("x-acs-action") ?? params.get("Action"),
    version: header("x-acs-version") ?? params.get("Version"),
    format: answerFormat(scheme, params.get("Format"), headers.get("accept") ?? ""),
  };
}

/** The format of the answer to a request whose body cannot be read: what its head asks for. */
export function formatOfUnreadable(request: IncomingMessage): "JSON" | "XML" {
  const headers = headerMap(request);
  const format = new Parameters(queryOf(request.url ?? "/")).get("Format");
  return answerFormat(schemeOf(headers), format, headers.get("accept") ?? "");
}

/** Not by x-acs-action: clients of the old scheme send that header too. */
function schemeOf(headers: ReadonlyMap<string, string>): "V1" | "V3" {
  return headers.get("authorization")?.startsWith("ACS3-") ? "V3" : "V1";
}

function queryOf(target: string): NameValue[] {
  const mark = target.indexOf("?");
  return mark < 0 ? [] : decodePairs(target.slice(mark + 1));
}

/** Without Format, the old scheme answers XML; the new one follows Accept. */
function answerFormat(scheme: "V1" | "V3", format: string | undefined, accept: string): "JSON" | "XML" {
  if (format !== undefined) return format.toUpperCase() === "JSON" ? "JSON" : "XML";
  if (scheme === "V1") return "XML";
  return accept.includes("xml") && !accept.includes("json") ? "XML" : "JSON";
}

function headerMap(request: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(",") : value);
  }
  return headers;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) {
      throw ecsError("InvalidParameter", {
        httpStatus: 413,
        message: "The request body is larger than 1 MiB.",
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function bodyParameters(contentType: string, body: Buffer): NameValue[] {
  if (body.length === 0) return [];
  if (contentType.startsWith("application/x-www-form-urlencoded")) return decodePairs(body.toString("utf8"));
  if (!contentType.startsWith("application/json")) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch {
    throw ecsError("InvalidParameter", { message: "The request body is not JSON." });
  }
  return flatten("", parsed);
}

/** `{"Tag":[{"Key":"a"}]}` is `Tag.1.Key=a`. */
function flatten(prefix: string, value: unknown): NameValue[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [[prefix, String(value)]];
  const entries = Array.isArray(value)
    ? value.map((item, index) => [String(index + 1), item] as const)
    : Object.entries(value);
  return entries.flatMap(([name, item]) => flatten(prefix ? `${prefix}.${name}` : name, item));
}
