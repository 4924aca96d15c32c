import "server-only";
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const argon2Async = promisify(argon2);

/** OWASP's smallest recommended argon2id setting: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const SALT_BYTES = 16;

/** What a password is checked against when there is no user: the same work, and a match that does not count. */
const DECOY_PHC = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${"A".repeat(22)}$${"A".repeat(43)}`;

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** The hash as PHC text, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, so that the cost may change and old ones still verify. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await argon2Async("argon2id", { ...COST, message: message(password), nonce: salt });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** Does the password fit? With `null`, for a user who does not exist, it does the same work and says no. */
export async function verifyPassword(password: string, phc: string | null): Promise<boolean> {
  const parsed = PHC.exec(phc ?? DECOY_PHC) ?? PHC.exec(DECOY_PHC);
  if (parsed === null) return false;
  const [, memory, passes, parallelism, salt = "", hash = ""] = parsed;
  const expected = Buffer.from(hash, "base64");
  const parameters: Argon2Parameters = {
    message: message(password),
    nonce: Buffer.from(salt, "base64"),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  };
  const matches = timingSafeEqual(await argon2Async("argon2id", parameters), expected);
  return matches && phc !== null && parsed[0] === phc;
}

/** One password however a keyboard composes its letters (NIST SP 800-63B, 3.1.1.2). */
function message(password: string): string {
  return password.normalize("NFKC");
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
