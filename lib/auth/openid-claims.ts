import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { OpenIdConfig } from "#lib/config/config.ts";
import { canonicalJson } from "#lib/core/json.ts";
import type { Grant } from "#lib/domain/scope.ts";

/** What of an ID token's claims is used. Signature, audience, nonce and times were checked by openid-client. */
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  name: z.string().max(200).optional().catch(undefined),
  preferred_username: z.string().max(200).optional().catch(undefined),
  email: z.string().max(200).optional().catch(undefined),
  iat: z.number().int().positive(),
  auth_time: z.number().int().positive().optional().catch(undefined),
});
export type OpenIdClaims = z.infer<typeof claimsSchema>;

export function readClaims(claims: unknown): OpenIdClaims | null {
  const parsed = claimsSchema.safeParse(claims);
  return parsed.success ? parsed.data : null;
}

/** A claim by its name, or by a path of names (`realm_access.roles`). */
export function claimAt(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let found: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part)) return undefined;
    found = Reflect.get(found, part);
  }
  return found;
}

/** What the claim's values give, each grant once. A value that is not in the map gives nothing. */
export function grantsFrom(claims: OpenIdClaims, { rolesClaim, roleMap }: OpenIdConfig): Grant[] {
  const claimed = claimAt(claims, rolesClaim);
  const values = (Array.isArray(claimed) ? claimed : [claimed]).filter((value) => typeof value === "string");
  const grants = values.flatMap((value) => roleMap.get(value) ?? []);
  return [...new Map(grants.map((grant) => [canonicalJson(grant), grant])).values()];
}

/** A name that fits a user's row, out of what people recognise first; never what decides who they are. */
export function nameFrom({ preferred_username, email, sub }: OpenIdClaims): string {
  const wanted = (preferred_username ?? email ?? sub).toLowerCase().replace(/[^a-z0-9._@-]+/g, "-");
  const name = wanted.replace(/^[^a-z0-9]+/, "").slice(0, 50);
  return name === "" ? `person-${subjectMark(sub)}` : name;
}

/** Sets two people of one name apart. */
export function subjectMark(sub: string): string {
  return createHash("sha256").update(sub, "utf8").digest("hex").slice(0, 8);
}

/** One line, without what could steer a terminal or turn text around. */
export function displayNameFrom(claims: OpenIdClaims): string {
  const shown = (claims.name ?? claims.preferred_username ?? "").replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
  return shown === "" ? nameFrom(claims) : shown.slice(0, 100);
}
