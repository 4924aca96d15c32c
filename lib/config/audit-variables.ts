import "server-only";
import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import type { HeadsTo } from "#lib/config/config.ts";
import { Secret } from "#lib/config/secret.ts";

/** As URL writes them. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const MAKE_ONE = "make one with: openssl genpkey -algorithm ed25519";

/** A container's environment often has room for one line only; `\n` in it stands for a line break. */
const signingKey = z.string().transform((text, context) => {
  const pem = text.replaceAll("\\n", "\n");
  if (isEd25519(pem)) return new Secret(pem);
  context.addIssue(`must be an Ed25519 private key in PKCS8 PEM; ${MAKE_ONE}`);
  return z.NEVER;
});

function isEd25519(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "ed25519";
  } catch {
    // Not a key, or one with a passphrase: said by the rule above, in words that hold nothing of it.
    return false;
  }
}

/** `file:` and a path, or a webhook. What goes there is no secret, but it must arrive as it was sent. */
const headsTo = z.string().transform((text, context): HeadsTo => {
  const [, path] = /^file:(?!\/\/[^/])(.+)$/.exec(text) ?? [];
  if (path !== undefined) return { kind: "file", path };
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (url !== null && isSafe) return { kind: "webhook", url: new Secret(text) };
  context.addIssue("must be file: and a path, or an https address (http only to loopback)");
  return z.NEVER;
});

/** Rules for keeping audit logs ask for half a year and more; less would be a mistake here. */
const retentionDays = z
  .string()
  .regex(/^\d{1,5}$/, "must be a number of days, at least 180")
  .transform(Number)
  .refine((days) => days >= 180, "must be a number of days, at least 180");

/** What the audit log is configured by; `npm run audit:seal` reads these alone. */
export const auditVariables = {
  AUDIT_SIGNING_KEY: signingKey.optional(),
  AUDIT_HEADS_TO: headsTo.optional(),
  AUDIT_RETENTION_DAYS: retentionDays.optional(),
};
