import "server-only";
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { NoticesTable } from "#lib/store/schema.ts";

/** Grows when a field changes its meaning; new fields may come at any time. */
const PAYLOAD_VERSION = 1;

const SENTENCES: Readonly<Record<string, string>> = {
  "request-unknown": "The outcome of a request is unknown: ECS was asked and gave no usable answer.",
  "request-stuck": "An ENI stays in Detaching longer than it should.",
  "request-needs-attention": "A request needs a person: reading the ENI did not settle what happened.",
  "audit-chain-broken": "The audit log was changed: its hash chain does not hold.",
  "user-duties-mixed": "Someone now holds duties that should watch each other.",
  "user-emergency-sign-in": "Somebody signed in with a local account, past the identity provider.",
};

const storedSchema = z.object({ subject: z.string(), facts: z.record(z.string(), z.unknown()) });

export type NoticeRow = Pick<NoticesTable, "id" | "kind" | "body" | "created_at">;

/**
 * What a notice is about. A row that somebody changed by hand is told all the same, without what can't be read:
 * that it was raised counts.
 */
export function contentOf({ body }: Pick<NoticeRow, "body">): z.infer<typeof storedSchema> {
  try {
    return storedSchema.parse(JSON.parse(body));
  } catch {
    return { subject: "unreadable", facts: {} };
  }
}

/** The text that is posted: the same for every try, so that its id is enough to tell a repeat. */
export function noticePayload(row: NoticeRow, publicUrl: URL): string {
  const { subject, facts } = contentOf(row);
  const path = row.kind.startsWith("request-")
    ? `/requests/${encodeURIComponent(subject)}`
    : row.kind.startsWith("user-")
      ? "/settings"
      : "/audit";
  return JSON.stringify({
    version: PAYLOAD_VERSION,
    id: row.id,
    kind: row.kind,
    subject,
    raisedAt: row.created_at,
    text: `ENI Desk: ${SENTENCES[row.kind] ?? row.kind}`,
    href: new URL(path, publicUrl).href,
    facts,
  });
}

/**
 * Headers as "Standard Webhooks" has them, so that receivers find a library: HMAC-SHA256 over `id.seconds.body`,
 * Base64 behind `v1,`.
 */
export function signedHeaders(
  id: string,
  payload: string,
  secret: string,
  nowMs: number,
): Record<string, string> {
  const seconds = String(Math.floor(nowMs / 1_000));
  const signature = createHmac("sha256", keyOf(secret))
    .update(`${id}.${seconds}.${payload}`)
    .digest("base64");
  return {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "eni-desk",
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": `v1,${signature}`,
  };
}

/** `whsec_` and Base64 is how Standard Webhooks writes a key; any other text is the key itself. */
function keyOf(secret: string): Buffer {
  const prefix = "whsec_";
  return secret.startsWith(prefix)
    ? Buffer.from(secret.slice(prefix.length), "base64")
    : Buffer.from(secret, "utf8");
}
