import "server-only";
import { accessSync, constants, lstatSync } from "node:fs";
import { dirname } from "node:path";
import { type Finding, finding } from "#lib/doctor/finding.ts";
import { SCHEMA_VERSION } from "#lib/store/migrate.ts";
import { databasePath } from "#lib/store/sqlite/database-file.ts";
import { openStore, type StoreOptions } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** More than this and times in the log of this machine and in the audit log cannot be compared by eye. */
const CLOCK_TOLERANCE_MS = 30_000;

/**
 * Whether the database can be read, has the tables of this version, and makes a commit durable. The schema is read
 * first and nothing is opened for writing unless it is current, so a visit never migrates and never makes a file.
 */
export async function checkDatabase(options: Omit<StoreOptions, "access">): Promise<Finding[]> {
  const missing = missingFile(options.url);
  if (missing) return [missing];
  const read = await openStore({ ...options, access: "read-only" });
  if (!read.ok) return [finding("wrong", "database", inWords(read.error))];
  await read.value.close();
  const opened = await openStore({ ...options, access: "tool" });
  const schema = finding("ok", "database schema", SCHEMA_VERSION);
  if (!opened.ok) return [schema, finding("wrong", "database durability", inWords(opened.error))];
  const store = opened.value;
  const checked = await store.check();
  const { engine, skewMs } = store;
  await store.close();
  const durability = checked.ok
    ? finding("ok", "database durability", `${engine}: a commit was made and is on disk`)
    : finding("wrong", "database durability", inWords(checked.error));
  return [schema, durability, databaseClock(skewMs)];
}

/** A SQLite file that was never made: the first start makes it, if it may. Null where there is one, or none is wanted. */
function missingFile(url: string): Finding | null {
  const path = databasePath(url);
  if (path === null) return null;
  const seen = look(path);
  if (seen === "there") return null;
  if (seen !== "ENOENT" && seen !== "ENOTDIR")
    return finding("wrong", "database", `${path} can't be seen: ${seen}`);
  const folder = nearestFolder(path);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    return finding("wrong", "database", `${path} is not there, and ${folder} can't be written to`);
  }
  return finding("note", "database", `${path} is not there yet; the first start makes it`);
}

/** `there`, or the code of why not. A link that leads nowhere is there: what is to be made is not the link. */
function look(path: string): string {
  try {
    lstatSync(path);
    return "there";
  } catch (cause) {
    return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  }
}

function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (look(folder) !== "there" && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

function databaseClock(skewMs: number | null): Finding {
  if (skewMs === null) return finding("ok", "clock against the database", "the same clock");
  const state = Math.abs(skewMs) > CLOCK_TOLERANCE_MS ? "wrong" : "ok";
  return finding(state, "clock against the database", `this machine is ${skewMs} ms ahead`);
}

function inWords(failure: StoreFailure): string {
  return failure.kind === "unavailable" ? `${failure.reason}: ${failure.cause}` : failure.constraint;
}
