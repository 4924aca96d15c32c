import { timingSafeEqual } from "node:crypto";
import { type EcsError, ecsError } from "#emulator/errors/ecs-error.ts";
import { type Caller, type Credential, findCredential } from "#emulator/pipeline/caller.ts";
import type { RequestContext } from "#emulator/pipeline/context.ts";
import type { NonceBook } from "#emulator/pipeline/nonce-book.ts";
import { signatureV1, stringToSignV1 } from "#emulator/pipeline/signature-v1.ts";
import {
  canonicalRequestV3,
  parseV3Authorization,
  sha256Hex,
  signatureV3,
  V3_ALGORITHM,
} from "#emulator/pipeline/signature-v3.ts";
import type { World } from "#emulator/world/world.ts";

/** How far a time stamp may be from the server's time, either way. */
const TIMESTAMP_WINDOW_MS = 15 * 60_000;

/** What keys of real accounts look like. The emulator will not have them sent to it. */
const REAL_ACCESS_KEY = /^LTAI[A-Za-z0-9]{12,}$/;

/** The AccessKey a request names, before anything is proved; empty when it names none. */
export function claimedAccessKeyId(context: RequestContext): string {
  if (context.scheme === "V1") return context.params.get("AccessKeyId") ?? "";
  return parseV3Authorization(context.headers.get("authorization") ?? "")?.credential ?? "";
}

/**
 * Proves who is calling, by signature V1 or V3, or throws the gateway's error.
 * A nonce is spent only by a request whose signature is right.
 */
export function authenticate(context: RequestContext, world: World, nonces: NonceBook): Caller {
  if (context.method !== "GET" && context.method !== "POST") throw ecsError("UnsupportedHTTPMethod");
  return context.scheme === "V3"
    ? authenticateV3(context, world, nonces)
    : authenticateV1(context, world, nonces);
}

/** Exploring by hand: the key is believed, or the first one of the seed is taken. */
export function believe(context: RequestContext, world: World): Caller {
  const claimed = claimedAccessKeyId(context);
  if (REAL_ACCESS_KEY.test(claimed)) throw ecsError("Emulator.RealAccessKeyRefused");
  const credential = findCredential(world, claimed);
  const first = world.accounts[0]?.Users[0]?.AccessKeys[0]?.AccessKeyId ?? "";
  const caller = (credential ?? findCredential(world, first))?.caller;
  if (!caller) throw ecsError("InvalidAccessKeyId.NotFound");
  return caller;
}

function authenticateV1(context: RequestContext, world: World, nonces: NonceBook): Caller {
  const { params } = context;
  const accessKeyId = params.require("AccessKeyId");
  const signature = params.require("Signature");
  const nonce = params.require("SignatureNonce");
  if (params.require("SignatureMethod") !== "HMAC-SHA1") throw ecsError("InvalidSignatureMethod");
  if (params.require("SignatureVersion") !== "1.0") throw ecsError("IncompleteSignature");
  checkTimestamp(params.require("Timestamp"), world);
  const credential = knownCredential(world, accessKeyId, params.get("SecurityToken"));
  const stringToSign = stringToSignV1(context.method, [...context.query, ...context.form]);
  if (!isEqual(signature, signatureV1(credential.secret, stringToSign))) throw mismatch(stringToSign);
  nonces.spend(accessKeyId, nonce, world.clock.now());
  return credential.caller;
}

function authenticateV3(context: RequestContext, world: World, nonces: NonceBook): Caller {
  const { headers } = context;
  const authorization = parseV3Authorization(headers.get("authorization") ?? "");
  if (!authorization) throw ecsError("IncompleteSignature");
  if (authorization.algorithm !== V3_ALGORITHM) throw ecsError("InvalidSignatureMethod");
  const nonce = requireHeader(headers, "x-acs-signature-nonce");
  const contentSha256 = requireHeader(headers, "x-acs-content-sha256");
  checkTimestamp(requireHeader(headers, "x-acs-date"), world);
  const token = headers.get("x-acs-security-token") || undefined;
  const credential = knownCredential(world, authorization.credential, token);
  checkSignedHeaders(headers, authorization.signedHeaders);
  if (sha256Hex(context.body) !== contentSha256.toLowerCase()) {
    throw ecsError("SignatureDoesNotMatch", {
      message:
        "Specified signature is not matched with our calculation. x-acs-content-sha256 is not the hash of the body.",
    });
  }
  const canonicalRequest = canonicalRequestV3({
    method: context.method,
    path: context.path,
    query: context.query,
    headers,
    signedHeaders: authorization.signedHeaders,
    contentSha256,
  });
  if (!isEqual(authorization.signature, signatureV3(credential.secret, canonicalRequest))) {
    throw mismatch(`${V3_ALGORITHM}\n${sha256Hex(canonicalRequest)}`);
  }
  nonces.spend(authorization.credential, nonce, world.clock.now());
  return credential.caller;
}

function requireHeader(headers: ReadonlyMap<string, string>, name: string): string {
  const value = headers.get(name);
  if (!value) {
    throw ecsError("MissingParameter", {
      message: `The input header "${name}" that is mandatory for processing this request is not supplied.`,
    });
  }
  return value;
}

/** Every x-acs-* header, host and content-type must be under the signature, or they could be changed on the way. */
function checkSignedHeaders(headers: ReadonlyMap<string, string>, signed: readonly string[]): void {
  const names = new Set(signed.map((name) => name.toLowerCase()));
  for (const name of headers.keys()) {
    const mustBeSigned = name.startsWith("x-acs-") || name === "host" || name === "content-type";
    if (mustBeSigned && !names.has(name)) {
      throw ecsError("IncompleteSignature", { message: `The header ${name} is not in SignedHeaders.` });
    }
  }
}

function checkTimestamp(text: string, world: World): void {
  const timestampMs = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(timestampMs)) throw ecsError("InvalidTimeStamp.Format");
  if (Math.abs(world.clock.now() - timestampMs) > TIMESTAMP_WINDOW_MS)
    throw ecsError("InvalidTimeStamp.Expired");
}

function knownCredential(world: World, accessKeyId: string, token: string | undefined): Credential {
  if (REAL_ACCESS_KEY.test(accessKeyId)) throw ecsError("Emulator.RealAccessKeyRefused");
  const credential = findCredential(world, accessKeyId);
  if (!credential) throw ecsError("InvalidAccessKeyId.NotFound");
  if (!credential.isActive) throw ecsError("InvalidAccessKeyId.Inactive");
  const { session } = credential;
  if (session && token === undefined) throw ecsError("MissingSecurityToken");
  if (token !== undefined && token !== session?.securityToken) {
    const isOfAnother = world.sessions.hasToken(token);
    throw ecsError(
      isOfAnother ? "InvalidSecurityToken.MismatchWithAccessKey" : "InvalidSecurityToken.Malformed",
    );
  }
  if (session && session.expiresAtMs <= world.clock.now()) throw ecsError("InvalidSecurityToken.Expired");
  return credential;
}

/** Old clients read the server's string out of this message to tell a wrong secret from a wrong string. */
function mismatch(stringToSign: string): EcsError {
  return ecsError("SignatureDoesNotMatch", {
    message: `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
  });
}

function isEqual(given: string, calculated: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(calculated);
  return left.length === right.length && timingSafeEqual(left, right);
}
