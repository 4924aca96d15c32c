import "server-only";
import type { OutsideHead } from "#lib/audit/outside-heads.ts";

/**
 * The newest head that this process has seen. A database that is rolled back under a running server loses events that
 * the process still knows of.
 */
export class HeadMemory {
  #newest: OutsideHead | null = null;

  remember({ seq, hash, at }: { seq: number; hash: string; at?: string | undefined }): void {
    if (seq > 0 && seq >= (this.#newest?.seq ?? 0)) this.#newest = { seq, hash, at, source: "remembered" };
  }

  get newest(): OutsideHead | null {
    return this.#newest;
  }
}
