import "server-only";

import type { z } from "zod";
import { err, ok, type Result } from "#lib/core/result.ts";

/** A request to detach needs a few hundred bytes; a reason of 1,000 characters in Chinese is 3 kB. */
export const LARGEST_BODY_BYTES = 16 * 1024;

export type BodyFailure =
  | { kind: "too-large" }
  | { kind: "invalid"; issues: { path: string; message: string }[] };

export function issuesOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
}

/** Reads at most 16 kB and checks it. A field that is not known is an error: it may be a misspelt one. */
export async function readBody<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<Result<z.output<S>, BodyFailure>> {
  const text = await readText(request);
  if (text === null) return err({ kind: "too-large" });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return err({ kind: "invalid", issues: [{ path: "", message: "the body is not JSON" }] });
  }
  const body = schema.safeParse(parsed);
  return body.success ? ok(body.data) : err({ kind: "invalid", issues: issuesOf(body.error) });
}

/** The body as text; null as soon as it is longer than 16 kB. */
export async function readText(request: Request): Promise<string | null> {
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > LARGEST_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
