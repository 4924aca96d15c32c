import "server-only";
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { err, ok, type Result } from "#lib/core/result.ts";

/** Says whether a signature is this key's. Whoever has it can verify and cannot forge. */
export interface VerifyingKey {
  /** The first 16 hexadecimal digits of the SHA-256 of the SPKI in DER. */
  keyId: string;
  hasSigned(text: string, signature: string): boolean;
}

/** Signs what leaves the log. Its private half is kept outside the database. */
export interface SigningKey extends VerifyingKey {
  sign(text: string): string;
}

/** @param pem PKCS8; lib/config has checked that it is Ed25519 */
export function signingKey(pem: string): SigningKey {
  const key = createPrivateKey(pem);
  return {
    ...verifyingKey(createPublicKey(key)),
    sign: (text) => sign(null, Buffer.from(text, "utf8"), key).toString("base64"),
  };
}

/** Fails with a sentence for a text that is no Ed25519 public key in PEM. */
export function readVerifyingKey(pem: string): Result<VerifyingKey, string> {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? ok(verifyingKey(key)) : err("it is not an Ed25519 key");
  } catch {
    return err("it is not a public key in PEM");
  }
}

function verifyingKey(key: KeyObject): VerifyingKey {
  const spki = key.export({ type: "spki", format: "der" });
  return {
    keyId: createHash("sha256").update(spki).digest("hex").slice(0, 16),
    hasSigned: (text, signature) =>
      verify(null, Buffer.from(text, "utf8"), key, Buffer.from(signature, "base64")),
  };
}
