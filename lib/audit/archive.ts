import "server-only";
import { chmod, mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Kysely } from "kysely";
import { eventOfRow } from "#lib/audit/event-chain.ts";
import { toJsonl } from "#lib/audit/export-lines.ts";
import type { SigningKey } from "#lib/audit/signing-key.ts";
import { fileDigest, verifyFile } from "#lib/audit/verify-file.ts";
import type { AuditCover } from "#lib/contract/audit.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Database } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";

const BATCH = 500;

/** A name that sorts by number. */
export function archiveName(fromSeq: number, toSeq: number): string {
  const digits = (seq: number) => String(seq).padStart(12, "0");
  return `events-${digits(fromSeq)}-${digits(toSeq)}.jsonl`;
}

/**
 * Writes the events that `cover` names as a file for its owner alone, puts it in its place when it is on disk, reads it
 * back and verifies it. Answers its SHA-256, or a sentence.
 */
export async function writeArchive(
  store: Store,
  folder: string,
  cover: AuditCover,
  key: SigningKey | null,
): Promise<Result<string, string>> {
  const path = join(folder, archiveName(cover.held.fromSeq, cover.head.seq));
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const written = await writeLines(store, `${path}.part`, cover);
    if (!written.ok) return written;
    await rename(`${path}.part`, path);
    await syncFolder(folder);
    const read = await verifyFile(path, { keys: key ? [key] : [] });
    if (!read.ok)
      return err(`the archive does not verify: event ${read.error.firstBadSeq}: ${read.error.problem}`);
    return ok(read.value.digest);
  } catch (cause) {
    return err(`the archive cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Whether the archive is there and is the one that was sealed. */
export async function hasArchive(folder: string, archive: string, digest: string): Promise<boolean> {
  try {
    return (await fileDigest(join(folder, archive))) === digest;
  } catch {
    return false;
  }
}

async function writeLines(store: Store, path: string, cover: AuditCover): Promise<Result<void, string>> {
  await using file = await open(path, "w", 0o600);
  await chmod(path, 0o600);
  for (let after = cover.held.fromSeq - 1; after < cover.head.seq; ) {
    const rows = await store.read((db) => batchAfter(db, after, cover.head.seq));
    if (!rows.ok) return err(`the log cannot be read (${rows.error.kind})`);
    const events = rows.value.map(eventOfRow);
    const lines = events.map((event) => toJsonl(event, event.seq === cover.head.seq ? cover : undefined));
    await file.appendFile(lines.join(""), "utf8");
    const last = events.at(-1);
    if (!last) return err(`event ${after + 1} is missing`);
    after = last.seq;
  }
  await file.sync();
  return ok(undefined);
}

function batchAfter(db: Kysely<Database>, after: number, to: number) {
  return db
    .selectFrom("events")
    .selectAll()
    .where("seq", ">", after)
    .where("seq", "<=", to)
    .orderBy("seq")
    .limit(BATCH)
    .execute();
}

/** The new name is only as durable as the folder that holds it. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, "r");
  await handle.sync();
}
