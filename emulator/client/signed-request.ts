import { randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import { canonicalPairs, type NameValue } from "#emulator/pipeline/encoding.ts";
import { signatureV1, stringToSignV1 } from "#emulator/pipeline/signature-v1.ts";
import { canonicalRequestV3, sha256Hex, signatureV3, V3_ALGORITHM } from "#emulator/pipeline/signature-v3.ts";

/** A request that tests can bend after it was signed. The vendor's packages judge that the signing itself is right. */
export type SignedRequest = { method: string; path: string; headers: Record<string, string>; body: string };

export type RawAnswer = { httpStatus: number; headers: Record<string, string>; body: string };

export type Key = { accessKeyId: string; accessKeySecret: string; securityToken?: string };

export const DEMO_KEY: Key = { accessKeyId: "emulator", accessKeySecret: "emulator-secret" };

type Asked = {
  url: string;
  action: string;
  params?: Record<string, string>;
  key?: Key;
  version?: string;
  nowMs?: number;
  method?: string;
  headers?: Record<string, string>;
  nonce?: string;
};

export function signV3(asked: Asked): SignedRequest {
  const { key = DEMO_KEY, params = {}, method = "POST" } = asked;
  const query = Object.entries(params);
  const headers: Record<string, string> = {
    host: new URL(asked.url).host,
    "x-acs-action": asked.action,
    "x-acs-version": asked.version ?? "2014-05-26",
    "x-acs-date": secondsTime(asked.nowMs),
    "x-acs-signature-nonce": asked.nonce ?? randomUUID(),
    "x-acs-content-sha256": sha256Hex(""),
    ...(key.securityToken ? { "x-acs-security-token": key.securityToken } : {}),
    ...asked.headers,
  };
  const signedHeaders = Object.keys(headers)
    .filter((name) => name.startsWith("x-acs-") || name === "host" || name === "content-type")
    .sort();
  const canonical = canonicalRequestV3({
    method,
    path: "/",
    query,
    headers: new Map(Object.entries(headers)),
    signedHeaders,
    contentSha256: headers["x-acs-content-sha256"] ?? "",
  });
  const signature = signatureV3(key.accessKeySecret, canonical);
  const authorization = `${V3_ALGORITHM} Credential=${key.accessKeyId},SignedHeaders=${signedHeaders.join(";")},Signature=${signature}`;
  return { method, path: `/?${canonicalPairs(query)}`, headers: { ...headers, authorization }, body: "" };
}

export function signV1(asked: Asked): SignedRequest {
  const { key = DEMO_KEY, method = "GET" } = asked;
  const pairs: NameValue[] = Object.entries({
    Action: asked.action,
    Version: asked.version ?? "2014-05-26",
    AccessKeyId: key.accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: asked.nonce ?? randomUUID(),
    Timestamp: secondsTime(asked.nowMs),
    ...(key.securityToken ? { SecurityToken: key.securityToken } : {}),
    ...asked.params,
  });
  const signature = signatureV1(key.accessKeySecret, stringToSignV1(method, pairs));
  const headers = { host: new URL(asked.url).host, ...asked.headers };
  return { method, path: `/?${canonicalPairs([...pairs, ["Signature", signature]])}`, headers, body: "" };
}

/** Sends exactly these bytes; fetch would add headers and follow redirects. Rejects when the line breaks. */
export function send(url: string, signed: SignedRequest, timeoutMs = 10_000): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        hostname,
        port,
        method: signed.method,
        path: signed.path,
        headers: signed.headers,
        timeout: timeoutMs,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            httpStatus: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
            ),
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", reject);
    request.end(signed.body);
  });
}

/** Signs with V3, sends, and reads the JSON. */
export async function callV3(asked: Asked): Promise<{ httpStatus: number; body: Record<string, unknown> }> {
  const answer = await send(asked.url, signV3(asked));
  return { httpStatus: answer.httpStatus, body: JSON.parse(answer.body) };
}

function secondsTime(atMs = Date.now()): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
