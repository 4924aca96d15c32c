import { readFileSync } from "node:fs";
import { readHeadsFile } from "#lib/audit/heads-file.ts";
import type { OutsideHead } from "#lib/audit/outside-heads.ts";
import { readVerifyingKey, type VerifyingKey } from "#lib/audit/signing-key.ts";
import { err, ok, type Result } from "#lib/core/result.ts";

/** `HASH` or `SEQ:HASH`, as people write a head down. */
export function readHead(text: string): Result<OutsideHead, string> {
  const [, seq, hash] = /^(?:([1-9]\d{0,14}):)?([0-9a-f]{64})$/i.exec(text) ?? [];
  if (hash === undefined) return err(`--head is not a hash of 64 hexadecimal digits`);
  return ok({ hash: hash.toLowerCase(), seq: seq === undefined ? undefined : Number(seq), source: "given" });
}

/** The heads that a verification was given, those of a file included. */
export async function readHeads(
  given: readonly string[],
  file: string | undefined,
  keys: readonly VerifyingKey[],
): Promise<Result<OutsideHead[], string>> {
  const heads: OutsideHead[] = [];
  for (const text of given) {
    const head = readHead(text);
    if (!head.ok) return head;
    heads.push(head.value);
  }
  if (file === undefined) return ok(heads);
  const filed = await readHeadsFile(file, keys);
  return filed.ok ? ok([...heads, ...filed.value]) : err(`The heads file ${file}: ${filed.error}`);
}

/** Public keys in PEM files; an old one and a new one after a change of keys. */
export function readPublicKeys(paths: readonly string[]): Result<VerifyingKey[], string> {
  const keys: VerifyingKey[] = [];
  for (const path of paths) {
    const key = readVerifyingKey(textOf(path));
    if (!key.ok) return err(`The public key ${path}: ${key.error}`);
    keys.push(key.value);
  }
  return ok(keys);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // An unreadable file holds no key: said in the same words, with its path.
    return "";
  }
}
