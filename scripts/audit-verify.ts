import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { createAuditLog } from "#lib/audit/audit-log.ts";
import type { OutsideHead } from "#lib/audit/verify-chain.ts";
import { systemClock } from "#lib/core/clock.ts";
import { openStore } from "#lib/store/store.ts";

/**
 * `npm run audit:verify -- [--head HASH | --head SEQ:HASH] [--database file:…]`: checks the hash chain of the audit
 * log, also while the server runs. Exit status 0: intact; 1: damaged; 2: could not be checked.
 */
const USAGE = "usage: npm run audit:verify -- [--head HASH | --head SEQ:HASH] [--database file:PATH]";

function stop(status: number, message: string): never {
  console.error(message);
  process.exit(status);
}

function readOptions(): { head?: string | undefined; database?: string | undefined } {
  try {
    const options = { head: { type: "string" }, database: { type: "string" } } as const;
    return parseArgs({ options }).values;
  } catch (cause) {
    return stop(2, `${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`);
  }
}

function readHead(text: string | undefined): OutsideHead | undefined {
  if (text === undefined) return undefined;
  const [, seq, hash] = /^(?:([1-9]\d{0,14}):)?([0-9a-f]{64})$/i.exec(text) ?? [];
  if (hash === undefined) return stop(2, `--head is not a hash of 64 hexadecimal digits\n${USAGE}`);
  return { hash: hash.toLowerCase(), seq: seq === undefined ? undefined : Number(seq) };
}

if (existsSync(".env")) process.loadEnvFile(".env");
const options = readOptions();
const head = readHead(options.head);
const url = options.database ?? process.env.DATABASE_URL ?? "file:.data/eni-desk.db";
const store = await openStore({ url, clock: systemClock, access: "read-only" });
if (!store.ok) stop(2, `The database cannot be read: ${"cause" in store.error ? store.error.cause : ""}`);

const verdict = await createAuditLog({ store: store.value, clock: systemClock }).verify({ head });
await store.value.close();
if (!verdict.ok) stop(2, `The log cannot be read: ${"cause" in verdict.error ? verdict.error.cause : ""}`);
if (!verdict.value.intact)
  stop(1, `Damaged at event ${verdict.value.firstBadSeq}: ${verdict.value.problem}.`);
const { count, head: end, comparedWith } = verdict.value;
console.log(`Intact: ${count} events. Head: ${end.seq}:${end.hash}`);
console.log(`Compared with: ${comparedWith}.`);
