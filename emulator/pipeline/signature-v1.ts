import { createHmac } from "node:crypto";
import { canonicalPairs, type NameValue, percentEncode } from "#emulator/pipeline/encoding.ts";

/** The text that RPC signature version 1.0 signs, over query and form parameters together. */
export function stringToSignV1(method: string, parameters: readonly NameValue[]): string {
  const signed = parameters.filter(([name]) => name !== "Signature");
  return `${method}&%2F&${percentEncode(canonicalPairs(signed))}`;
}

/** HMAC-SHA1 in base64; the key is the secret with an ampersand behind it. */
export function signatureV1(secret: string, stringToSign: string): string {
  return createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64");
}
