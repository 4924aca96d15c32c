import "server-only";
import type { ChainProblem } from "#lib/audit/outside-heads.ts";
import type { SigningKey, VerifyingKey } from "#lib/audit/signing-key.ts";
import type { SignedHead } from "#lib/contract/audit.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";

/** What a signature covers, line by line; docs/audit-events.md has it for people with openssl. */
function headText({ seq, hash, at, keyId }: Omit<SignedHead, "signature">): string {
  return `ENI Desk audit head 1\n${seq}\n${hash}\n${at}\n${keyId}\n`;
}

/** The end of the chain as it leaves the log; without a key, unsigned and saying so. */
export function headOf(
  { seq, hash }: { seq: number; hash: string },
  clock: Clock,
  key: SigningKey | null,
): SignedHead {
  const head = { schemaVersion: 1 as const, seq, hash, at: isoTime(clock.now()), keyId: key?.keyId ?? null };
  return { ...head, signature: key?.sign(headText(head)) ?? null };
}

/** `unknown-key`: it may be right, but none of these keys made it. */
export type SignatureState = "valid" | "forged" | "unsigned" | "unknown-key";

export function signatureOf(head: SignedHead, keys: readonly VerifyingKey[]): SignatureState {
  const { keyId, signature } = head;
  if (keyId === null || signature === null) return keyId === signature ? "unsigned" : "forged";
  const key = keys.find((each) => each.keyId === keyId);
  if (!key) return "unknown-key";
  return key.hasSigned(headText(head), signature) ? "valid" : "forged";
}

/** For a file that is handed over with a key: its head must be signed with that key. Without keys there is no saying. */
export function unsignedProblem(head: SignedHead, keys: readonly VerifyingKey[]): ChainProblem | null {
  if (keys.length === 0) return null;
  const state = signatureOf(head, keys);
  if (state === "valid") return null;
  const problem =
    state === "forged"
      ? "the signature of its head is wrong"
      : "its head is not signed by a key that was given";
  return { firstBadSeq: head.seq, problem };
}

/** For a head that `unsignedProblem` had nothing against. */
export function signatureWords(head: SignedHead | undefined, keys: readonly VerifyingKey[]): string {
  if (keys.length === 0 || !head) return "signatures not checked: no public key";
  return `signed head of ${head.at} at event ${head.seq} by key ${head.keyId}`;
}
