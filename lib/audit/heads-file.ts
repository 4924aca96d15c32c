import "server-only";
import { open } from "node:fs/promises";
import type { OutsideHead } from "#lib/audit/outside-heads.ts";
import { signatureOf } from "#lib/audit/signed-head.ts";
import type { VerifyingKey } from "#lib/audit/signing-key.ts";
import { signedHeadSchema } from "#lib/contract/audit.ts";
import { err, ok, type Result } from "#lib/core/result.ts";

/** A head is about 300 bytes: this is some months of them. Older ones are implied by newer ones. */
const READ_BYTES = 1024 * 1024;

/**
 * The heads of a file that AUDIT_HEADS_TO wrote, as far as they fit in its last mebibyte. Fails with a sentence when it
 * cannot be read, or when a head in it has a signature that the key it names did not make. A line that was cut off while
 * it was written is left out.
 */
export async function readHeadsFile(
  path: string,
  keys: readonly VerifyingKey[] = [],
): Promise<Result<OutsideHead[], string>> {
  const text = await readEnd(path);
  if (!text.ok) return text;
  const heads: OutsideHead[] = [];
  for (const line of text.value.split("\n").slice(0, -1)) {
    const written = jsonIn(line);
    if (written === undefined) continue;
    const head = signedHeadSchema.safeParse(written).data;
    if (!head) return err("a line of it is not a head");
    if (signatureOf(head, keys) === "forged")
      return err(`the signature of its head of event ${head.seq} is wrong`);
    heads.push({ seq: head.seq, hash: head.hash, at: head.at, source: "heads-file" });
  }
  return ok(heads);
}

async function readEnd(path: string): Promise<Result<string, string>> {
  try {
    await using file = await open(path, "r");
    const { size } = await file.stat();
    const from = Math.max(0, size - READ_BYTES);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - from), position: from });
    const text = buffer.toString("utf8", 0, bytesRead);
    return ok(from === 0 ? text : text.slice(text.indexOf("\n") + 1));
  } catch (cause) {
    return err(
      `it cannot be read (${cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error"})`,
    );
  }
}

/** Nothing for an empty line and for the beginning of one. */
function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
