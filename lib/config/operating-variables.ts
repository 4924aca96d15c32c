import "server-only";
import { z } from "zod";
import { Secret } from "#lib/config/secret.ts";

/** As URL writes them. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** An address that many services fill with a secret of its own, so it is kept as one. */
const webhook = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (url !== null && isSafe && url.username + url.password === "") return new Secret(text);
  context.addIssue("must be an https address without user and password (http only to loopback)");
  return z.NEVER;
});

const longSecret = z
  .string()
  .min(24, "must be at least 24 characters; openssl rand -base64 32 makes one")
  .transform((text) => new Secret(text));

/** What those who run ENI Desk are told by, and who may look at its numbers. */
export const operatingVariables = {
  ALERT_WEBHOOK: webhook.optional(),
  ALERT_WEBHOOK_SECRET: longSecret.optional(),
  METRICS_TOKEN: longSecret.optional(),
};
