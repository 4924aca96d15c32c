import "server-only";

/** Characters as six bits, so that three make a number below 262,144. 0 is the end of a text. */
const CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-._:/ =@+,()[]#&%!?*$~'";
export const CODE_BITS = 6;
export const GRAMS = 2 ** (3 * CODE_BITS);
/** All other characters share one code: what is found by it has to be looked at. */
export const OTHER = 63;

const CODES = new Uint8Array(128).fill(OTHER);
for (const [index, character] of [...CHARACTERS].entries()) CODES[character.charCodeAt(0)] = index + 1;

/** The codes of a text in lower case, into `codes`, with two ends behind it; how many characters there are. */
export function encode(text: string, codes: Uint8Array): number {
  const length = Math.min(text.length, codes.length - 2);
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at);
    codes[at] = unit < 128 ? (CODES[unit] ?? OTHER) : OTHER;
  }
  codes[length] = 0;
  codes[length + 1] = 0;
  return length;
}

export const gramAt = (codes: Uint8Array, at: number): number =>
  ((codes[at] ?? 0) << (2 * CODE_BITS)) | ((codes[at + 1] ?? 0) << CODE_BITS) | (codes[at + 2] ?? 0);
