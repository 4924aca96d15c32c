import { execFile } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import SqliteConnection from "better-sqlite3";
import { fileOf, type Ground } from "#e2e/faults/database.ts";
import type { DatabaseFault, FaultyGround } from "#e2e/faults/database-fault.ts";
import { type Desk, PATIENT } from "#e2e/faults/desk.ts";
import { holdWrites } from "#e2e/faults/hold-writes.ts";
import type { Run } from "#e2e/faults/promise.ts";
import { withStand } from "#e2e/faults/stand.ts";

const execute = promisify(execFile);

/** Changes the schema as a hand in the database would, from beside the desk. */
function byHand(ground: Ground, statements: string): void {
  const hand = new SqliteConnection(fileOf(ground), { timeout: 5_000 });
  hand.exec(statements);
  hand.close();
}

function schemaFault(ground: Ground, name: string, breaks: string, mends: string): DatabaseFault {
  return {
    name,
    async strike() {
      byHand(ground, breaks);
      return async () => byHand(ground, mends);
    },
  };
}

function plainFaults(ground: Ground): DatabaseFault[] {
  return [
    { name: "another program holds the write lock", strike: () => holdWrites("sqlite", ground) },
    schemaFault(
      ground,
      "the log takes no event",
      "CREATE TRIGGER faults_no_event BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END",
      "DROP TRIGGER faults_no_event",
    ),
    schemaFault(
      ground,
      "the log is not there",
      "ALTER TABLE events RENAME TO events_elsewhere",
      "ALTER TABLE events_elsewhere RENAME TO events",
    ),
    schemaFault(
      ground,
      "attempts cannot be written",
      "CREATE TRIGGER faults_no_attempt BEFORE INSERT ON attempts BEGIN SELECT RAISE(ABORT, 'no'); END",
      "DROP TRIGGER faults_no_attempt",
    ),
    schemaFault(
      ground,
      "keys cannot be written",
      "CREATE TRIGGER faults_no_key BEFORE INSERT ON idempotency_keys BEGIN SELECT RAISE(ABORT, 'no'); END",
      "DROP TRIGGER faults_no_key",
    ),
  ];
}

/**
 * The write-ahead log is emptied first: SQLite overwrites what is there already, and what fits into that is recorded
 * and may be sent.
 */
function fillDisk(ground: Ground): () => Promise<void> {
  byHand(ground, "PRAGMA wal_checkpoint(TRUNCATE)");
  const { folder } = ground;
  const filler = join(folder, "filler");
  const file = openSync(filler, "w");
  const block = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeSync(file, block);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOSPC")) throw cause;
  } finally {
    closeSync(file);
  }
  return async () => rmSync(filler);
}

/** No file of the desk may be written any more: what a read-only disk and a spent quota come to. */
function writeLimit(desk: Desk): DatabaseFault {
  const limit = (bytes: string) => execute("prlimit", ["--pid", String(desk.child.pid), `--fsize=${bytes}:`]);
  return {
    name: "its files may not be written",
    async strike() {
      await limit("0");
      return async () => {
        await limit("unlimited");
      };
    },
  };
}

/** A small disk of its own where that can be had: the one of this machine must not be filled. */
async function withSmallDisk<T>(work: (folder: string | null) => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0 || process.platform !== "linux") return work(null);
  const folder = mkdtempSync(join(tmpdir(), "eni-desk-disk-"));
  try {
    await execute("mount", ["-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", folder]);
  } catch {
    rmSync(folder, { recursive: true });
    return work(null);
  }
  const unmount = () => execute("umount", ["-l", folder]).then(() => rmSync(folder, { recursive: true }));
  return work(folder).finally(unmount);
}

export async function r3Sqlite<T>(
  run: Run,
  enis: number,
  work: (ground: FaultyGround) => Promise<T>,
): Promise<T> {
  return withSmallDisk((disk) =>
    withStand(
      run,
      { enis },
      async (stand) => {
        const desk = await stand.desk(PATIENT);
        const plain = [...plainFaults(stand.ground), writeLimit(desk)];
        const full = { name: "the disk is full", strike: async () => fillDisk(stand.ground) };
        const faults = disk ? [...plain, full] : plain;
        const left = disk ? [] : ["a full disk: only root may mount one of its own"];
        return work({ stand, desk, faults, left });
      },
      disk ?? undefined,
    ),
  );
}
