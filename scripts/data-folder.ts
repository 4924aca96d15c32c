import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const SECRET_BYTES = 48;
/** SQLite keeps the newest pages beside the database until it is closed well, so the three move together. */
const DATABASE_PARTS = ["", "-wal", "-shm"];

/** Makes the folder for what one installation knows, readable by its owner alone. */
export function openDataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

/**
 * Takes the folder for this process until it ends.
 *
 * @throws {Error} with a sentence, when another demo lives in the folder: this one would put its database aside
 */
export function claimDataFolder(folder: string): void {
  const path = join(folder, "demo.pid");
  const owner = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
  if (owner > 0 && owner !== process.pid && isDemo(owner)) {
    throw new Error(`A demo already runs from this folder (process ${owner}). Stop it with Ctrl-C first.`);
  }
  writeFileSync(path, String(process.pid));
}

function isDemo(processId: number): boolean {
  try {
    process.kill(processId, 0);
  } catch {
    // No such process: the last demo was cut off.
    return false;
  }
  // Process ids come round again; where the system tells, ask who has this one now.
  const commandLine = `/proc/${processId}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, "utf8").includes("demo.ts");
}

/** Path of a file with a random text, made on first use and kept from then on. */
export function secretFile(folder: string, name: string): string {
  const path = join(folder, name);
  if (existsSync(path) && readFileSync(path, "utf8").trim() !== "") return path;
  writeFileSync(path, `${randomBytes(SECRET_BYTES).toString("base64url")}\n`, { mode: 0o600 });
  return path;
}

/** Path of an Ed25519 private key in PEM that signs the heads of the audit log, made on first use and kept from then on. */
export function signingKeyFile(folder: string, name: string): string {
  const path = join(folder, name);
  if (existsSync(path) && readFileSync(path, "utf8").trim() !== "") return path;
  const { privateKey } = generateKeyPairSync("ed25519");
  writeFileSync(path, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return path;
}

/** Puts the database of the last run aside as `.bak`, in place of the one before it. */
export function setDatabaseAside(path: string): void {
  if (!existsSync(path)) return;
  for (const part of DATABASE_PARTS) {
    rmSync(`${path}.bak${part}`, { force: true });
    if (existsSync(`${path}${part}`)) renameSync(`${path}${part}`, `${path}.bak${part}`);
  }
}
