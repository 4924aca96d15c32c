import "server-only";
import { eventHash } from "#lib/audit/event-chain.ts";
import type { ChainProblem, HeadComparison } from "#lib/audit/outside-heads.ts";
import { publishedHeadOf } from "#lib/audit/published-heads.ts";
import { signatureOf } from "#lib/audit/signed-head.ts";
import type { VerifyingKey } from "#lib/audit/signing-key.ts";
import { type AuditEventView, type AuditVerdict, auditEventSchema } from "#lib/contract/audit.ts";
import { canonicalJson } from "#lib/core/json.ts";
import { err, ok, type Result } from "#lib/core/result.ts";

/** One event as it stands in the database or in a file. */
export interface Link {
  seq: number;
  prevHash: string;
  hash: string;
  /** Canonical JSON of the event without its hashes. */
  body: string;
}

type Signed = Extract<AuditVerdict, { intact: true }>["signed"];

/** Follows a chain link by link, wherever the links come from, and says where it first does not fit. */
export class ChainCheck {
  readonly #heads: HeadComparison;
  readonly #keys: readonly VerifyingKey[];
  #end: { seq: number; hash: string };
  #count = 0;
  #signed: Signed = null;
  #unsignedSince = 0;
  #startProblem: ChainProblem | null = null;

  /** @param start the event before the first link: its number and hash */
  constructor(start: { seq: number; hash: string }, heads: HeadComparison, keys: readonly VerifyingKey[]) {
    this.#end = start;
    this.#heads = heads;
    this.#keys = keys;
    heads.begin(start.seq);
    if (start.seq > 0) this.#startProblem = heads.see(start.seq, start.hash);
  }

  /** The event, when it fits. */
  next(link: Link): Result<AuditEventView, ChainProblem> {
    if (this.#startProblem) return err(this.#startProblem);
    const { seq, prevHash, hash, body } = link;
    const bad = (problem: string) => err({ firstBadSeq: this.#end.seq + 1, problem });
    if (seq !== this.#end.seq + 1) return bad(`the next event is number ${seq}; one is missing`);
    if (prevHash !== this.#end.hash) return bad("it does not name the hash of the event before it");
    if (hash !== eventHash(seq, prevHash, body)) return bad("its content does not fit its hash");
    const event = readEvent(link);
    if (event === null) return bad("its body is not an event in canonical form");
    if (event.seq !== seq) return bad("its body carries another number");
    const headProblem = this.#publishedHeadProblem(event);
    if (headProblem !== null) return bad(headProblem);
    const problem = this.#heads.see(seq, hash);
    if (problem) return err(problem);
    this.#end = { seq, hash };
    this.#count += 1;
    return ok(event);
  }

  /** What is missing after the last link. */
  finish(): ChainProblem | null {
    return this.#startProblem ?? this.#heads.missing(this.#end.seq);
  }

  get end(): { seq: number; hash: string } {
    return this.#end;
  }

  get count(): number {
    return this.#count;
  }

  get compared(): HeadComparison["compared"] {
    return this.#heads.compared;
  }

  get signed(): Signed {
    return this.#signed;
  }

  /** What the chain was compared with, in words: outside heads first, then the signatures in the log. */
  get comparedWith(): string {
    return `${this.#heads.words}; ${this.#signatureWords()}`;
  }

  #signatureWords(): string {
    if (this.#keys.length === 0) return "signatures not checked: no public key";
    const since =
      this.#unsignedSince > 0 ? `, ${this.#unsignedSince} heads not signed by a key that is known here` : "";
    if (!this.#signed) return `no signed head in the log${since}`;
    const { seq, at, keyId } = this.#signed;
    return `signed up to event ${seq} at ${at} by key ${keyId}${since}`;
  }

  #publishedHeadProblem(event: AuditEventView): string | null {
    if (event.action !== "system.head-published") return null;
    const head = publishedHeadOf(event);
    if (head === null) return "the head it publishes cannot be read";
    if (head.seq !== event.seq - 1 || head.hash !== event.prevHash) {
      return "the head it publishes is not that of the event before it";
    }
    if (this.#keys.length === 0) return null;
    const state = signatureOf(head, this.#keys);
    if (state === "forged") return "the signature of the head it publishes is wrong";
    if (state === "valid" && head.keyId !== null) {
      this.#signed = { seq: head.seq, at: head.at, keyId: head.keyId };
      this.#unsignedSince = 0;
    } else {
      this.#unsignedSince += 1;
    }
    return null;
  }
}

function readEvent({ body, prevHash, hash }: Link): AuditEventView | null {
  try {
    const written: unknown = JSON.parse(body);
    if (canonicalJson(written) !== body || written === null || typeof written !== "object") return null;
    return auditEventSchema.safeParse({ ...written, prevHash, hash }).data ?? null;
  } catch {
    return null;
  }
}
