import "server-only";
import { chmodSync, closeSync, mkdirSync, openSync, statfsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { err, ok, type Result } from "#lib/core/result.ts";
import { type StoreFailure, unavailable } from "#lib/store/store-failure.ts";

/** `f_type` of file systems without reliable locks and shared memory, which WAL needs: NFS, SMB, CIFS, SMB2, AFS. */
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f]);

/** The path in `file:.data/x.db`, `file:/var/x.db` or `file:///var/x.db`; null for any other scheme. */
export function databasePath(url: string): string | null {
  const path = /^file:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  return path === undefined || path.startsWith("//") ? null : resolve(path);
}

/**
 * Makes the folder (0700) and the file (0600) where they are missing, and refuses a network file system.
 * A folder that was there keeps its mode: it may be shared for a reason; the file's mode is ours.
 */
export function prepareDatabaseFile(path: string): Result<void, StoreFailure> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (NETWORK_FILE_SYSTEMS.has(statfsSync(dirname(path)).type)) {
      return err(unavailable("not-durable", "the database is on a network file system"));
    }
    createPrivately(path);
    chmodSync(path, 0o600);
    return ok(undefined);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const reason = code === "EROFS" || code === "EACCES" || code === "EPERM" ? "read-only" : "other";
    return err(unavailable(code === "ENOSPC" ? "full" : reason, String(cause)));
  }
}

/**
 * Creates the file unless it exists. Never opens one that exists: closing any descriptor of a file drops every POSIX
 * lock this process holds on it, SQLite's included (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
export function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
  }
}

/** Bytes that an unprivileged process may still write beside the database. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize;
}
