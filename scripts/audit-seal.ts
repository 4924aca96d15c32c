import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { sealOldest } from "#lib/audit/seal-segment.ts";
import { signingKey } from "#lib/audit/signing-key.ts";
import { auditVariables } from "#lib/config/audit-variables.ts";
import { readSecretFile, withSecretFiles } from "#lib/config/secret-files.ts";
import { systemClock } from "#lib/core/clock.ts";
import { openStore } from "#lib/store/store.ts";

/**
 * `npm run audit:seal -- --to DIR`: takes events that are older than AUDIT_RETENTION_DAYS out of the database, into an
 * archive in DIR, also while the server runs. Exit status 0: done, or nothing to do; 1: stopped, and why.
 */
const USAGE = "usage: AUDIT_RETENTION_DAYS=… npm run audit:seal -- --to DIR [--database ADDRESS]";

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}

function readOptions() {
  try {
    return parseArgs({ options: { to: { type: "string" }, database: { type: "string" } } }).values;
  } catch (cause) {
    return stop(`${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`);
  }
}

function readVariables() {
  const { variables, problems } = withSecretFiles(process.env, readSecretFile);
  const read = z.object(auditVariables).safeParse(variables);
  const issues = read.success ? [] : read.error.issues;
  const messages = [
    ...problems.map(({ message }) => message),
    ...issues.map(({ path, message }) => `${path.join(".")} ${message}.`),
  ];
  if (!read.success || messages.length > 0) return stop(messages.join("\n"));
  return { ...read.data, url: variables.DATABASE_OWNER_URL ?? variables.DATABASE_URL };
}

if (existsSync(".env")) process.loadEnvFile(".env");
const { to, database } = readOptions();
const { AUDIT_SIGNING_KEY: pem, AUDIT_RETENTION_DAYS: retentionDays, url } = readVariables();
if (to === undefined) stop(USAGE);
if (retentionDays === undefined) {
  stop("AUDIT_RETENTION_DAYS is not set, so nothing may be taken out of the audit log.");
}
const store = await openStore({
  url: database ?? url ?? "file:.data/eni-desk.db",
  clock: systemClock,
  access: "tool",
});
if (!store.ok) stop(`The database cannot be opened: ${"cause" in store.error ? store.error.cause : ""}`);
const sealed = await sealOldest({
  store: store.value,
  clock: store.value.clock,
  key: pem ? signingKey(pem.reveal()) : null,
  folder: to,
  retentionDays,
});
await store.value.close();
if (!sealed.ok) stop(`Not sealed: ${sealed.error}.`);
if (sealed.value === null) console.log(`Nothing is older than ${retentionDays} days and may be sealed.`);
else {
  const { fromSeq, toSeq, archive, removed } = sealed.value;
  const how = archive ? `archived as ${archive}, sealed` : "sealed by an earlier run";
  console.log(`Events ${fromSeq} to ${toSeq}: ${how}; ${removed} removed from the database.`);
}
