import { ecsError } from "#emulator/errors/ecs-error.ts";

/** A nonce is remembered as long as a request with its time stamp could still be accepted: both halves of the window. */
const REMEMBERED_MS = 30 * 60_000;

export class NonceBook {
  /** Insertion order is order of time, so the oldest are at the front. */
  readonly #spentAtMs = new Map<string, number>();

  /** Remembers a nonce, or throws SignatureNonceUsed when this key has used it before. */
  spend(accessKeyId: string, nonce: string, nowMs: number): void {
    for (const [key, spentAtMs] of this.#spentAtMs) {
      if (spentAtMs > nowMs - REMEMBERED_MS) break;
      this.#spentAtMs.delete(key);
    }
    const key = `${accessKeyId}\n${nonce}`;
    if (this.#spentAtMs.has(key)) throw ecsError("SignatureNonceUsed");
    this.#spentAtMs.set(key, nowMs);
  }
}
