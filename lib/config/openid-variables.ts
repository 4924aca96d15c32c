import "server-only";
import { z } from "zod";
import { Secret } from "#lib/config/secret.ts";
import { grantSchema } from "#lib/contract/people.ts";
import { ROLES } from "#lib/domain/actor.ts";
import type { Grant } from "#lib/domain/scope.ts";
import { parseScope } from "#lib/policy/scope-text.ts";

/** As URL writes them. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Compared letter by letter with what tokens say, so it stays as it was written. */
const issuer = z.string().refine((text) => {
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
  return isSafe && (url?.search ?? "") + url?.hash + url?.username + url?.password === "";
}, "must be an https address without query (http only to loopback)");

const ROLE_MAP = `must be JSON such as {"eni-operators": "operator region:cn-hangzhou", "eni-admins": ["admin", "viewer"]}`;

/** A role and where it holds, in the words of the users' page and `npm run users`. */
function grantFrom(text: string): Grant | null {
  const [name = "", ...limits] = text.trim().split(" ");
  const role = ROLES.find((each) => each === name);
  const scope = parseScope(limits.join(" "));
  if (role === undefined || !scope.ok) return null;
  const grant = { role, scope: scope.value };
  return grantSchema.safeParse(grant).success ? grant : null;
}

export type RoleMap = ReadonlyMap<string, readonly Grant[]>;

const roleMap = z.string().transform((text, context): RoleMap => {
  const mapped = readRoleMap(text);
  if (mapped !== null && mapped.size > 0) return mapped;
  context.addIssue(ROLE_MAP);
  return z.NEVER;
});

const mapSchema = z.record(z.string().min(1), z.union([z.string(), z.array(z.string()).min(1)]));

function readRoleMap(text: string): RoleMap | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Told by the rule, in words that hold nothing of the value.
    return null;
  }
  const map = mapSchema.safeParse(parsed);
  if (!map.success) return null;
  const entries = Object.entries(map.data).map(([value, roles]) => {
    return [value, [roles].flat().map(grantFrom)] as const;
  });
  if (entries.some(([, grants]) => grants.includes(null))) return null;
  return new Map(entries.map(([value, grants]) => [value, grants.filter((grant) => grant !== null)]));
}

const words = (message: string) => z.string().regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/, message);

/** Sign-in through an OpenID provider. `OIDC_ISSUER` turns it on; what belongs to it stands in unsafe-combinations. */
export const openIdVariables = {
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: words("must be the client's id").optional(),
  OIDC_CLIENT_SECRET: z
    .string()
    .min(16, "must be at least 16 characters")
    .transform((text) => new Secret(text))
    .optional(),
  OIDC_ROLES_CLAIM: words("must be a claim's name").default("groups"),
  OIDC_ROLE_MAP: roleMap.optional(),
  OIDC_SCOPE: words("must be scopes separated by spaces").default("openid profile"),
  OIDC_SIGNING_ALGORITHM: z
    .enum(["RS256", "PS256", "ES256", "EdDSA"], { error: "must be RS256, PS256, ES256 or EdDSA" })
    .default("RS256"),
};
