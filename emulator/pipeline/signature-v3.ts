import { createHash, createHmac } from "node:crypto";
import { canonicalPairs, type NameValue } from "#emulator/pipeline/encoding.ts";

export const V3_ALGORITHM = "ACS3-HMAC-SHA256";

export type V3Authorization = {
  algorithm: string;
  credential: string;
  signedHeaders: readonly string[];
  signature: string;
};

/** Reads `ACS3-HMAC-SHA256 Credential=…,SignedHeaders=a;b,Signature=…`; undefined when a piece is missing. */
export function parseV3Authorization(header: string): V3Authorization | undefined {
  const space = header.indexOf(" ");
  if (space < 0) return undefined;
  const fields = new Map<string, string>();
  for (const part of header.slice(space + 1).split(",")) {
    const equals = part.indexOf("=");
    if (equals > 0) fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const credential = fields.get("Credential");
  const signedHeaders = fields.get("SignedHeaders");
  const signature = fields.get("Signature");
  if (!credential || !signedHeaders || !signature) return undefined;
  return {
    algorithm: header.slice(0, space),
    credential,
    signedHeaders: signedHeaders.split(";"),
    signature,
  };
}

export function sha256Hex(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The request in canonical form. The block of headers ends in its own line break, so a blank line follows it. */
export function canonicalRequestV3(request: {
  method: string;
  path: string;
  query: readonly NameValue[];
  headers: ReadonlyMap<string, string>;
  signedHeaders: readonly string[];
  contentSha256: string;
}): string {
  const names = [...request.signedHeaders].map((name) => name.toLowerCase()).sort();
  const block = names.map((name) => `${name}:${(request.headers.get(name) ?? "").trim()}\n`).join("");
  return [
    request.method,
    request.path,
    canonicalPairs(request.query),
    block,
    names.join(";"),
    request.contentSha256,
  ].join("\n");
}

/** Lower-case hex; the key is the plain secret. */
export function signatureV3(secret: string, canonicalRequest: string): string {
  const stringToSign = `${V3_ALGORITHM}\n${sha256Hex(canonicalRequest)}`;
  return createHmac("sha256", secret).update(stringToSign).digest("hex");
}
