import "server-only";
import type { AuditVerdict, HeadSource } from "#lib/contract/audit.ts";

/** A head that was kept outside the database. Without `seq` any event may be the one. */
export interface OutsideHead {
  hash: string;
  seq?: number | undefined;
  /** When it was taken, where that is known; ISO 8601 UTC. */
  at?: string | undefined;
  /** Without one: given by whoever asks. */
  source?: HeadSource | undefined;
}

export interface ChainProblem {
  firstBadSeq: number;
  problem: string;
}

type Compared = Extract<AuditVerdict, { intact: true }>["compared"];

const SOURCE_WORDS: Record<HeadSource, string> = {
  "heads-file": "heads file",
  remembered: "remembered by this server",
  given: "given",
};

/** Holds a chain against heads that were kept elsewhere, while the chain is read in order. */
export class HeadComparison {
  readonly #numbered = new Map<number, OutsideHead[]>();
  readonly #unnumbered = new Map<string, OutsideHead>();
  readonly #matched = new Map<HeadSource, Compared[number]>();
  readonly #total: number;
  #lastGood = 0;
  #tooOld = 0;

  constructor(heads: readonly OutsideHead[]) {
    this.#total = heads.length;
    for (const head of heads) {
      if (head.seq === undefined) this.#unnumbered.set(head.hash, head);
      else this.#numbered.set(head.seq, [...(this.#numbered.get(head.seq) ?? []), head]);
    }
  }

  /** Heads before the first event that is held here have nothing to be compared with. */
  begin(seq: number): void {
    for (const [at, heads] of this.#numbered) {
      if (at >= seq) continue;
      this.#tooOld += heads.length;
      this.#numbered.delete(at);
    }
  }

  see(seq: number, hash: string): ChainProblem | null {
    const numbered = this.#numbered.get(seq) ?? [];
    this.#numbered.delete(seq);
    for (const head of numbered) {
      if (head.hash !== hash) return this.#rewritten(seq);
      this.#match(seq, head);
    }
    const unnumbered = this.#unnumbered.get(hash);
    if (unnumbered) {
      this.#unnumbered.delete(hash);
      this.#match(seq, unnumbered);
    }
    return null;
  }

  /** What the chain lacks at its end, `endSeq`. */
  missing(endSeq: number): ChainProblem | null {
    const after = [...this.#numbered.keys()].sort((a, b) => a - b)[0];
    if (after !== undefined) {
      return {
        firstBadSeq: endSeq + 1,
        problem: `the log ends at event ${endSeq}, but an outside head is of event ${after}: its end was cut off`,
      };
    }
    if (this.#unnumbered.size === 0) return null;
    const problem = "no event has the hash of the outside head: the log was cut short or rewritten";
    return { firstBadSeq: endSeq + 1, problem };
  }

  get compared(): Compared {
    return [...this.#matched.values()];
  }

  /** What it was compared with, in words. */
  get words(): string {
    const heads = this.compared.map(({ source, seq, at }) =>
      at === null
        ? `head at event ${seq} (${SOURCE_WORDS[source]})`
        : `head of ${at} at event ${seq} (${SOURCE_WORDS[source]})`,
    );
    if (heads.length > 0) return heads.join("; ");
    const old =
      this.#tooOld > 0 ? ` (all ${this.#total} that are known are older than what is held here)` : "";
    return `no outside head${old}: truncation is not excluded`;
  }

  #match(
    seq: number,
    { source = "given", at = null }: Omit<OutsideHead, "at"> & { at?: string | null | undefined },
  ): void {
    this.#lastGood = seq;
    this.#matched.set(source, { source, seq, at });
  }

  #rewritten(seq: number): ChainProblem {
    const since = this.#lastGood > 0 ? `, after event ${this.#lastGood}` : "";
    const problem = `event ${seq} has another hash than the outside head: the log was rewritten there or before${since}`;
    return { firstBadSeq: seq, problem };
  }
}
