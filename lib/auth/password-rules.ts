import "server-only";
import { isListed } from "#lib/auth/common-passwords.ts";

export type PasswordProblem = "too-short" | "too-long" | "common" | "names-you" | "pattern";

/** In characters. There is no rule about kinds of characters: length is what counts. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;

/** The long entries of published lists of used passwords, in lower case and without what is not a letter or digit. */
const COMMON = new Set(
  `123456789012 1234567890123 12345678901234 123456789123 123123123123 111222333444 1q2w3e4r5t6y 1q2w3e4r5t6y7u
  1qaz2wsx3edc 1qaz2wsx3edc4rfv qwertyuiop12 qwertyuiop123 qwertyuiop1234567890 1234567890qwertyuiop qwerty123456
  qwerty1234567 qwertyuiopasdfghjkl asdfghjklzxcvbnm zxcvbnmasdfghjkl qazwsxedcrfv qazwsxedc123 password1234
  password12345 password123456 passwordpassword mypassword123 p4ssw0rd1234 passw0rd1234 administrator administrator1
  adminadminadmin adminadmin123 admin1234567 admin12345678 admin123456789 superadmin123 rootrootroot rootpassword
  letmeinletmein letmein123456 welcome12345 welcome123456 iloveyou1234 iloveyou12345 abcd12345678 abc123456789
  abcdefghijkl abcdefghijklm changeme1234 changemechangeme changeme12345 defaultpassword temporary123 temppassword
  trustno1trustno1 monkey123456 dragon123456 football1234 baseball1234 basketball12 princess1234 sunshine1234
  superman1234 michael12345 charlie12345 whatever1234 startrek1234 liverpool123 computer1234 internet1234
  correcthorsebatterystaple test12345678 testtesttest test123456789 testpassword alibabacloud aliyun123456 woaini123456
  woaini1314520 5201314520131 a123456789012 aa123456789a 147258369147 159357159357 987654321098 987654321987`
    .split(/\s+/)
    .filter((entry) => entry !== ""),
);

/** The first thing wrong with a password chosen for `userName`, or null. */
export function passwordProblem(password: string, userName: string): PasswordProblem | null {
  const characters = [...password.normalize("NFKC")];
  if (characters.length < PASSWORD_MIN) return "too-short";
  if (characters.length > PASSWORD_MAX) return "too-long";
  const plain = password.normalize("NFKC").toLowerCase();
  const bare = plain.replace(/[^\p{L}\p{N}]/gu, "");
  if (COMMON.has(plain) || COMMON.has(bare) || isListed(plain) || isListed(bare)) return "common";
  if (namesOwnerOrProduct(bare, userName)) return "names-you";
  return isPattern([...plain]) ? "pattern" : null;
}

function namesOwnerOrProduct(bare: string, userName: string): boolean {
  const owner = userName.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return bare.includes("enidesk") || (owner.length >= 4 && bare.includes(owner));
}

/** Few different characters, a short piece over and over, or one run up or down the alphabet. */
function isPattern(characters: readonly string[]): boolean {
  if (new Set(characters).size < 5) return true;
  const text = characters.join("");
  for (let length = 1; length <= 6; length += 1) {
    if (
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .startsWith(text)
    )
      return true;
  }
  const steps = characters
    .slice(1)
    .map((character, index) => (character.codePointAt(0) ?? 0) - (characters[index]?.codePointAt(0) ?? 0));
  return steps.every((step) => step === steps[0]);
}
