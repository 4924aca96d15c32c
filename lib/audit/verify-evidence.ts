import "server-only";
import { bodyDigest, linkHash } from "#lib/audit/event-chain.ts";
import { type ChainProblem, HeadComparison } from "#lib/audit/outside-heads.ts";
import { signatureWords, unsignedProblem } from "#lib/audit/signed-head.ts";
import type { VerifyAgainst } from "#lib/audit/verify-chain.ts";
import { type Evidence, evidenceSchema } from "#lib/contract/audit.ts";
import { canonicalJson } from "#lib/core/json.ts";
import { err, ok, type Result } from "#lib/core/result.ts";

type Segment = Evidence["segments"][number];

export interface EvidenceVerdict {
  request: string;
  /** Events of the request that were checked. */
  events: number;
  comparedWith: string;
}

/**
 * Checks an evidence file by itself: every event fits its hash, every run of events reaches its head, and the heads are
 * signed by one of `keys`. Without keys and heads of one's own it shows only that the file fits in itself, and says so.
 */
export function verifyEvidence(
  file: unknown,
  { heads = [], keys = [] }: VerifyAgainst,
): Result<EvidenceVerdict, ChainProblem> {
  const read = evidenceSchema.safeParse(file);
  if (!read.success) return err({ firstBadSeq: 0, problem: "it is not an evidence file" });
  const { request, segments } = read.data;
  const comparison = new HeadComparison(heads);
  let events = 0;
  let end = 0;
  for (const segment of segments) {
    if (seqOf(segment.links[0]) <= end)
      return err({ firstBadSeq: end, problem: "its parts are not in order" });
    const problem = linksProblem(segment, request, comparison) ?? unsignedProblem(segment.head, keys);
    if (problem) return err(problem);
    events += segment.links.filter((link) => "event" in link).length;
    end = segment.head.seq;
  }
  return ok({
    request,
    events,
    comparedWith: `${comparison.words}; ${signatureWords(segments.at(-1)?.head, keys)}`,
  });
}

function linksProblem(
  { prevHash, links, head }: Segment,
  request: string,
  comparison: HeadComparison,
): ChainProblem | null {
  let at = { seq: seqOf(links[0]) - 1, hash: prevHash };
  for (const link of links) {
    const seq = seqOf(link);
    const bad = (problem: string) => ({ firstBadSeq: at.seq + 1, problem });
    if (seq !== at.seq + 1) return bad("an event is missing");
    const digest = "event" in link ? digestOf(link.event, at.hash, request) : link.digest;
    if (digest === null) return bad("the event is not of this request, or not where it says it is");
    const hash = linkHash(seq, at.hash, digest);
    if ("event" in link && link.event.hash !== hash) return bad("its content does not fit its hash");
    const problem = comparison.see(seq, hash);
    if (problem) return problem;
    at = { seq, hash };
  }
  if (at.seq === head.seq && at.hash === head.hash) return null;
  return { firstBadSeq: at.seq, problem: `the chain does not lead to the head of event ${head.seq}` };
}

function digestOf(event: Record<string, unknown>, previous: string, request: string): string | null {
  const { prevHash, hash: _hash, ...body } = event;
  return prevHash === previous && body.request === request ? bodyDigest(canonicalJson(body)) : null;
}

function seqOf(link: Segment["links"][number] | undefined): number {
  if (link === undefined) return 0;
  return "event" in link ? link.event.seq : link.seq;
}
