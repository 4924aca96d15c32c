import "server-only";
import { createHash, createHmac } from "node:crypto";
import type { EcsCredentials } from "#lib/ecs/credentials.ts";

const ALGORITHM = "ACS3-HMAC-SHA256";

/** Every call of ours has its parameters in the query and nothing in the body, as the official SDKs send it. */
const EMPTY_BODY_SHA256 = createHash("sha256").update("").digest("hex");

export type Parameters = readonly (readonly [name: string, value: string])[];

/** UTF-8, `A-Z a-z 0-9 - _ . ~` stay, everything else `%XX` in capitals. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Sorted by name in byte order: `X.1`, `X.10`, `X.2`. Sorting the joined `name=value` instead would put `X.10=` before
 * `X.1=`, since `0` comes before `=`. Sent in this very form, so that nothing can differ.
 */
export function canonicalQuery(parameters: Parameters): string {
  return parameters
    .map(([name, value]): [string, string] => [percentEncode(name), percentEncode(value)])
    .sort(([name, value], [other, otherValue]) =>
      name === other ? (value < otherValue ? -1 : 1) : name < other ? -1 : 1,
    )
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/**
 * The value of the Authorization header for a POST to `/` with an empty body. `headers` are the ones to sign,
 * names in lower case. Source: Alibaba Cloud SDK docs, "V3 request syntax and signature".
 */
export function authorization(
  parameters: Parameters,
  headers: Readonly<Record<string, string>>,
  keys: { accessKeyId: string; accessKeySecret: string },
): string {
  const names = Object.keys(headers).sort();
  const headerBlock = names.map((name) => `${name}:${(headers[name] ?? "").trim()}\n`).join("");
  const canonicalRequest = [
    "POST",
    "/",
    canonicalQuery(parameters),
    headerBlock,
    names.join(";"),
    headers["x-acs-content-sha256"] ?? EMPTY_BODY_SHA256,
  ].join("\n");
  const stringToSign = `${ALGORITHM}\n${createHash("sha256").update(canonicalRequest).digest("hex")}`;
  const signature = createHmac("sha256", keys.accessKeySecret).update(stringToSign).digest("hex");
  return `${ALGORITHM} Credential=${keys.accessKeyId},SignedHeaders=${names.join(";")},Signature=${signature}`;
}

export interface SignedRequest {
  path: string;
  headers: Record<string, string>;
}

/**
 * A request ready to be sent. `host` is the Host header as it will be sent, with the port where it is not the
 * default. `nonce` may be used once only; `epochMs` must be within 15 minutes of the server's time.
 */
export function signRequest(request: {
  host: string;
  action: string;
  version: string;
  parameters: Parameters;
  credentials: EcsCredentials;
  epochMs: number;
  nonce: string;
}): SignedRequest {
  const { credentials, parameters } = request;
  const signed: Record<string, string> = {
    host: request.host,
    "x-acs-action": request.action,
    "x-acs-version": request.version,
    "x-acs-date": new Date(request.epochMs).toISOString().replace(/\.\d{3}Z$/, "Z"),
    "x-acs-signature-nonce": request.nonce,
    "x-acs-content-sha256": EMPTY_BODY_SHA256,
  };
  if (credentials.securityToken !== undefined) {
    signed["x-acs-accesskey-id"] = credentials.accessKeyId;
    signed["x-acs-security-token"] = credentials.securityToken;
  }
  return {
    path: `/?${canonicalQuery(parameters)}`,
    headers: {
      ...signed,
      accept: "application/json",
      "accept-encoding": "identity",
      "content-length": "0",
      "user-agent": "eni-desk",
      authorization: authorization(parameters, signed, credentials),
    },
  };
}
