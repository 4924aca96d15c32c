import "server-only";

import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "#lib/core/json.ts";
import type { RequestedAction } from "#lib/domain/detach-request.ts";
import type { DetachBlocker } from "#lib/policy/detach-blockers.ts";
import type { DetachWarning } from "#lib/policy/detach-warnings.ts";

const consentSchema = z.strictObject({
  userId: z.string(),
  accountId: z.string(),
  regionId: z.string(),
  instanceId: z.string(),
  networkInterfaceId: z.string(),
  /** Digest of everything that was shown. */
  digest: z.string(),
  /** Milliseconds since 1970, when ECS was read. */
  readAt: z.number().int(),
});

/** What a person was shown before agreeing: for which ENI, whom, and a digest of the blockers and warnings. */
export type Consent = z.infer<typeof consentSchema>;

/** A token older than this is no consent: the dialog refreshes it long before. */
export const CONSENT_MAX_AGE_MS = 10 * 60_000;

/** One digest for one set of facts; a new warning, a new address or another instance makes another one, and so does an attach. */
export function shownDigest(
  action: RequestedAction,
  blockers: readonly DetachBlocker[],
  warnings: readonly DetachWarning[],
  addresses: readonly string[],
) {
  return createHash("sha256")
    .update(canonicalJson({ action, blockers, warnings, addresses }))
    .digest("base64url");
}

/** Signs and checks pre-flight tokens. They hold no state, so any replica with the same secret accepts them. */
export class PreflightTokens {
  readonly #key: Buffer;

  /** `secret`: NEXTAUTH_SECRET; the key for tokens is derived from it, so that neither can stand in for the other. */
  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync("sha256", secret, "", "eni-desk preflight token", 32));
  }

  sign(consent: Consent): string {
    const body = Buffer.from(JSON.stringify(consent)).toString("base64url");
    return `${body}.${this.#mac(body).toString("base64url")}`;
  }

  /** The consent inside, or null when the token is not ours, was changed, or is too old. */
  open(token: string, nowMs: number): Consent | null {
    const [body, mac, ...rest] = token.split(".");
    if (body === undefined || mac === undefined || rest.length > 0) return null;
    const given = Buffer.from(mac, "base64url");
    const expected = this.#mac(body);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const parsed = consentSchema.safeParse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
    if (!parsed.success || nowMs - parsed.data.readAt > CONSENT_MAX_AGE_MS) return null;
    return parsed.data;
  }

  #mac(body: string): Buffer {
    return createHmac("sha256", this.#key).update(body).digest();
  }
}
