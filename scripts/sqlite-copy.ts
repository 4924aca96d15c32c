import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import SqliteConnection from "better-sqlite3";
import { err, ok, type Result } from "#lib/core/result.ts";
import { createPrivately, databasePath } from "#lib/store/sqlite/database-file.ts";

/** A copy as of one moment, while others write. It takes the name `target` only when it is whole and on disk. */
export function backUpSqlite(url: string, target: string): Result<void, string> {
  const path = databasePath(url);
  if (path === null || !existsSync(path)) return err("there is no database at DATABASE_URL");
  return inPlace(target, (partial) => {
    createPrivately(partial);
    const database = new SqliteConnection(path, { readonly: true, fileMustExist: true });
    try {
      database.prepare("VACUUM INTO ?").run(partial);
    } finally {
      database.close();
    }
  });
}

/** Puts the copy where DATABASE_URL says, if nothing is there. */
export function restoreSqlite(url: string, source: string): Result<void, string> {
  const path = databasePath(url);
  if (path === null) return err("DATABASE_URL is no file");
  const there = [path, `${path}-wal`, `${path}-shm`].find((name) => existsSync(name));
  if (there !== undefined) return err(`${there} is there; nothing is restored over a database`);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return inPlace(path, (partial) => {
    createPrivately(partial);
    copyFileSync(source, partial);
    chmodSync(partial, 0o600);
    expectWhole(partial);
  });
}

/** Makes the file under another name, which only takes its own once everything is on disk. */
function inPlace(target: string, make: (partial: string) => void): Result<void, string> {
  const partial = `${target}.partial`;
  if (existsSync(partial)) return err(`${partial} is there: the same is under way, or was cut off`);
  try {
    make(partial);
    toDisk(partial);
    renameSync(partial, target);
    toDisk(dirname(target));
    return ok(undefined);
  } catch (cause) {
    rmSync(partial, { force: true });
    return err(cause instanceof Error ? cause.message : String(cause));
  }
}

function expectWhole(path: string): void {
  const database = new SqliteConnection(path, { readonly: true, fileMustExist: true });
  try {
    const found = database.pragma("integrity_check", { simple: true });
    if (found !== "ok") throw new Error(`the backup is damaged: ${String(found)}`);
  } finally {
    database.close();
  }
}

function toDisk(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
