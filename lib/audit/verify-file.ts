import "server-only";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { ChainCheck, type Link } from "#lib/audit/chain-check.ts";
import { GENESIS_HASH } from "#lib/audit/event-chain.ts";
import { type ChainProblem, HeadComparison } from "#lib/audit/outside-heads.ts";
import { signatureWords, unsignedProblem } from "#lib/audit/signed-head.ts";
import type { VerifyAgainst } from "#lib/audit/verify-chain.ts";
import { type AuditCover, auditCoverSchema } from "#lib/contract/audit.ts";
import { canonicalJson } from "#lib/core/json.ts";
import { err, ok, type Result } from "#lib/core/result.ts";

export interface FileVerdict {
  count: number;
  cover: AuditCover;
  comparedWith: string;
  /** SHA-256 of the file, hexadecimal. */
  digest: string;
}

/**
 * Checks an exported file or an archive (JSON lines) by itself. Its last event says what the file covers; without that
 * it was cut short. Of a filtered export the links between events that are not neighbours cannot be checked, and the
 * verdict says so. Throws where the file cannot be read.
 */
export async function verifyFile(
  path: string,
  against: VerifyAgainst = {},
): Promise<Result<FileVerdict, ChainProblem>> {
  const cover = await coverOf(path);
  if (!cover) {
    const problem = "the last line does not say what the file covers: it was cut short, or is no export";
    return err({ firstBadSeq: 0, problem });
  }
  const { filters, head, held } = cover;
  const { heads = [], keys = [] } = against;
  const isWhole = Object.keys(filters).length === 0;
  // Heads that were published after the file was made say nothing about it.
  const comparison = new HeadComparison(heads.filter(({ seq }) => seq === undefined || seq <= head.seq));
  let check: ChainCheck | null = null;
  let last = { seq: held.fromSeq - 1, hash: "" };
  let count = 0;
  for await (const line of linesOf(path)) {
    const link = linkOf(line);
    if (!link)
      return err({ firstBadSeq: last.seq + 1, problem: "the line is not an event in canonical form" });
    const isGap = !isWhole && link.seq > last.seq + 1;
    if (check === null || isGap) {
      const problem = beginProblem(link, held.fromSeq, isWhole);
      if (problem) return err(problem);
      check = new ChainCheck({ seq: link.seq - 1, hash: link.prevHash }, comparison, keys);
    }
    const event = check.next(link);
    if (!event.ok) return event;
    last = link;
    count += 1;
  }
  const problem = endProblem(cover, last, count, isWhole) ?? unsignedProblem(head, keys);
  if (problem) return err(problem);
  const missing = isWhole ? check?.finish() : null;
  if (missing) return err(missing);
  const part = isWhole ? "" : "; a part of the log: links across gaps not checked";
  const comparedWith = `${comparison.words}; ${signatureWords(head, keys)}${part}`;
  return ok({ count, cover, comparedWith, digest: await fileDigest(path) });
}

/** SHA-256 of a file, hexadecimal. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
}

async function coverOf(path: string): Promise<AuditCover | null> {
  let last = "";
  for await (const line of linesOf(path)) last = line;
  const written = objectIn(last);
  return auditCoverSchema.safeParse(written?.export).data ?? null;
}

function objectIn(line: string): Record<string, unknown> | null {
  try {
    const written: unknown = JSON.parse(line);
    return written !== null && typeof written === "object" ? { ...written } : null;
  } catch {
    return null;
  }
}

/** A line in another spelling is refused too: a reader might take it for something else. */
function linkOf(line: string): Link | null {
  const written = objectIn(line);
  if (!written || canonicalJson(written) !== line) return null;
  const { prevHash, hash, export: _cover, ...event } = written;
  if (typeof prevHash !== "string" || typeof hash !== "string" || typeof event.seq !== "number") return null;
  return { seq: event.seq, prevHash, hash, body: canonicalJson(event) };
}

function beginProblem(link: Link, fromSeq: number, isWhole: boolean): ChainProblem | null {
  const bad = (problem: string) => ({ firstBadSeq: fromSeq, problem });
  if (link.seq < fromSeq) return bad("its events are not in order");
  if (isWhole && link.seq !== fromSeq) return bad(`the first event is number ${link.seq}; one is missing`);
  if (link.seq === 1 && link.prevHash !== GENESIS_HASH) return bad("the first event names one before it");
  return null;
}

function endProblem(
  { head, count: named }: AuditCover,
  last: { seq: number; hash: string },
  count: number,
  isWhole: boolean,
): ChainProblem | null {
  if (count !== named)
    return { firstBadSeq: last.seq, problem: `the file holds ${count} events and says ${named}` };
  const reaches = last.seq === head.seq && last.hash === head.hash;
  if (isWhole ? reaches : last.seq < head.seq || reaches) return null;
  return { firstBadSeq: last.seq, problem: `its events do not lead to its head of event ${head.seq}` };
}
