import "server-only";
import { z } from "zod";
import type { Seal } from "#lib/audit/held-range.ts";
import type { SigningKey, VerifyingKey } from "#lib/audit/signing-key.ts";

/** What a `segment.sealed` event says of the range that was archived and taken out. */
export const sealedSchema = z.object({
  fromSeq: z.number().int(),
  toSeq: z.number().int(),
  count: z.number().int(),
  prevHash: z.string(),
  lastHash: z.string(),
  archive: z.string(),
  archiveDigest: z.string(),
  keyId: z.string().nullable(),
  signature: z.string().nullable(),
});
export type Sealed = z.infer<typeof sealedSchema>;

function sealText(sealed: Omit<Sealed, "signature">): string {
  const { fromSeq, toSeq, count, prevHash, lastHash, archive, archiveDigest, keyId } = sealed;
  return `ENI Desk audit seal 1\n${fromSeq}\n${toSeq}\n${count}\n${prevHash}\n${lastHash}\n${archive}\n${archiveDigest}\n${keyId}\n`;
}

export function signSeal(facts: Omit<Sealed, "keyId" | "signature">, key: SigningKey | null): Sealed {
  const sealed = { ...facts, keyId: key?.keyId ?? null };
  return { ...sealed, signature: key?.sign(sealText(sealed)) ?? null };
}

/** What is wrong with the event of a seal, held against the seal itself; null when both say the same. */
export function sealedProblem(
  event: { seq: number; after?: unknown },
  seal: Seal | undefined,
  keys: readonly VerifyingKey[],
): string | null {
  const sealed = sealedSchema.safeParse(event.after).data;
  if (!sealed) return "what it says about the sealed range cannot be read";
  const agrees =
    seal !== undefined &&
    seal.from_seq === sealed.fromSeq &&
    seal.to_seq === sealed.toSeq &&
    seal.prev_hash === sealed.prevHash &&
    seal.last_hash === sealed.lastHash &&
    seal.archive === sealed.archive &&
    seal.archive_digest === sealed.archiveDigest;
  if (!agrees)
    return `it seals events ${sealed.fromSeq} to ${sealed.toSeq}, and the list of seals says otherwise`;
  const key = keys.find(({ keyId }) => keyId === sealed.keyId);
  const forged = key !== undefined && !key.hasSigned(sealText(sealed), sealed.signature ?? "");
  return forged ? "the signature of the seal is wrong" : null;
}
