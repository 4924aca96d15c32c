import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createAuditLog } from "#lib/audit/audit-log.ts";
import type { ChainProblem } from "#lib/audit/outside-heads.ts";
import type { VerifyAgainst } from "#lib/audit/verify-chain.ts";
import { verifyEvidence } from "#lib/audit/verify-evidence.ts";
import { verifyFile } from "#lib/audit/verify-file.ts";
import { readSecretFile, withSecretFiles } from "#lib/config/secret-files.ts";
import { systemClock } from "#lib/core/clock.ts";
import { openStore } from "#lib/store/store.ts";
import { readHeads, readPublicKeys } from "#scripts/audit-options.ts";

/**
 * Checks the hash chain of the audit log, also while the server runs, or a file that came from it. Exit status 0:
 * intact; 1: damaged; 2: could not be checked.
 */
const USAGE = `usage: npm run audit:verify -- [what to check] [what to compare it with]
  --database ADDRESS     the log itself; without it DATABASE_URL, or file:.data/eni-desk.db
  --file EXPORT.jsonl    an exported file or an archive instead
  --evidence FILE.json   the evidence of one request instead
  --head HASH            a head that was kept elsewhere, also as SEQ:HASH; may be repeated
  --heads FILE           the file that AUDIT_HEADS_TO wrote
  --public-key FILE      the public half of AUDIT_SIGNING_KEY in PEM; may be repeated`;

function stop(status: number, message: string): never {
  console.error(message);
  process.exit(status);
}

function readOptions() {
  const one = { type: "string" } as const;
  const many = { type: "string", multiple: true } as const;
  const options = {
    database: one,
    file: one,
    evidence: one,
    heads: one,
    head: many,
    "public-key": many,
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (cause) {
    return stop(2, `${wordsOf(cause)}\n${USAGE}`);
  }
}

async function readAgainst({ head = [], heads, "public-key": paths = [] }: ReturnType<typeof readOptions>) {
  const keys = readPublicKeys(paths);
  if (!keys.ok) return stop(2, `${keys.error}\n${USAGE}`);
  const outside = await readHeads(head, heads, keys.value);
  return outside.ok ? { keys: keys.value, heads: outside.value } : stop(2, `${outside.error}\n${USAGE}`);
}

function damaged({ firstBadSeq, problem }: ChainProblem): never {
  return stop(1, `Damaged at event ${firstBadSeq}: ${problem}.`);
}

function intact(count: number, what: string, comparedWith: string, startedAt: number): void {
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(`Intact: ${count} events. ${what}`);
  console.log(`Compared with: ${comparedWith}.`);
  console.log(`Checked in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} events/s.`);
}

async function checkDatabase(url: string, against: VerifyAgainst, startedAt: number): Promise<void> {
  const store = await openStore({ url, clock: systemClock, access: "read-only" });
  if (!store.ok) stop(2, `The database cannot be read: ${"cause" in store.error ? store.error.cause : ""}`);
  const verdict = await createAuditLog({ store: store.value, clock: systemClock }).verify(against);
  await store.value.close();
  if (!verdict.ok) stop(2, `The log cannot be read: ${"cause" in verdict.error ? verdict.error.cause : ""}`);
  if (!verdict.value.intact) damaged(verdict.value);
  const { count, head, held, comparedWith } = verdict.value;
  const from = held.sealed ? ` Held from event ${held.fromSeq} on, before that: ${held.sealed.archive}.` : "";
  intact(count, `Head: ${head.seq}:${head.hash}${from}`, comparedWith, startedAt);
}

async function checkFile(path: string, against: VerifyAgainst, startedAt: number): Promise<void> {
  const verdict = await verifyFile(path, against);
  if (!verdict.ok) damaged(verdict.error);
  const { count, cover, comparedWith, digest } = verdict.value;
  intact(count, `Head: ${cover.head.seq}:${cover.head.hash} SHA-256: ${digest}`, comparedWith, startedAt);
}

function checkEvidence(path: string, against: VerifyAgainst, startedAt: number): void {
  const verdict = verifyEvidence(JSON.parse(readFileSync(path, "utf8")), against);
  if (!verdict.ok) damaged(verdict.error);
  const { request, events, comparedWith } = verdict.value;
  intact(events, `All of request ${request}.`, comparedWith, startedAt);
}

/** As the server reads it, whatever else is configured: an auditor may not see the other secrets. */
function configuredUrl(): string {
  const { DATABASE_URL, DATABASE_URL_FILE } = process.env;
  const { variables, problems } = withSecretFiles({ DATABASE_URL, DATABASE_URL_FILE }, readSecretFile);
  if (problems.length > 0) stop(2, problems.map(({ message }) => message).join("\n"));
  return variables.DATABASE_URL ?? "file:.data/eni-desk.db";
}

const wordsOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

if (existsSync(".env")) process.loadEnvFile(".env");
const options = readOptions();
const against = await readAgainst(options);
const startedAt = performance.now();
try {
  if (options.evidence !== undefined) checkEvidence(options.evidence, against, startedAt);
  else if (options.file !== undefined) await checkFile(options.file, against, startedAt);
  else {
    await checkDatabase(options.database ?? configuredUrl(), against, startedAt);
  }
} catch (cause) {
  stop(2, `It cannot be read: ${wordsOf(cause)}`);
}
