import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newPostgresDatabase } from "#e2e/faults/postgres.ts";
import type { Engine } from "#e2e/faults/promise.ts";

/** A fresh database of one engine, and a folder beside it; both are gone after `remove`. */
export interface Ground {
  readonly url: string;
  /** What the desk is told of it. */
  readonly variables: Readonly<Record<string, string>>;
  readonly folder: string;
  remove(): Promise<void>;
}

export async function newGround(engine: Engine, under: string = tmpdir()): Promise<Ground> {
  const folder = mkdtempSync(join(under, "eni-desk-faults-"));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  if (engine === "sqlite") {
    const url = `file:${join(folder, "desk.db")}`;
    return { url, variables: { DATABASE_URL: url }, folder, remove: async () => removeFolder() };
  }
  const { url, ownerUrl, drop } = await newPostgresDatabase();
  const remove = async () => {
    await drop();
    removeFolder();
  };
  return { url, variables: { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl }, folder, remove };
}

/** The SQLite file of a ground. */
export function fileOf({ folder }: Ground): string {
  return join(folder, "desk.db");
}
