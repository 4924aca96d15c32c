import { err, ok, type Result } from "#lib/core/result.ts";
import { parseIpv6Range } from "#lib/policy/ipv6.ts";

/** What a search may ask of one field alone. A word without a field is looked for in all of them. */
export const SEARCH_FIELDS = [
  "status",
  "type",
  "region",
  "zone",
  "account",
  "vpc",
  "vswitch",
  "sg",
  "instance",
  "name",
  "id",
  "ip",
  "mac",
  "tag",
  "owner",
] as const;
export type SearchField = (typeof SEARCH_FIELDS)[number];

/** One token of a search: all of them must hold. `text` is in lower case and not empty. */
export interface SearchTerm {
  not: boolean;
  field: SearchField | null;
  text: string;
}

/** The token that cannot be understood, as it was typed, and why. */
export interface SearchProblem {
  token: string;
  problem: "unknown-field" | "no-value" | "bad-quotes" | "bad-range";
}

const TOKEN = /^(-?)(?:([a-z]+):)?(?:"([^"]*)"|([^\s"]+))?$/;
/** MAC and IPv6 addresses have colons of their own. */
const ADDRESS = /^-?[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}(\/\d{1,3})?$/i;

/**
 * A search as people type it: words, `field:value`, `-` for not, quotes around blanks; every token must hold.
 * What cannot be understood is an error and not a word that matches nothing, because an empty list would look like an
 * answer.
 */
export function parseSearch(text: string): Result<SearchTerm[], SearchProblem> {
  const terms: SearchTerm[] = [];
  for (const token of tokensOf(text)) {
    const term = termOf(token);
    if (!term.ok) return term;
    terms.push(term.value);
  }
  return ok(terms);
}

/** Split at blanks, but not within quotes. */
function tokensOf(text: string): string[] {
  return text.match(/(?:[^\s"]+|"[^"]*"?)+/g) ?? [];
}

function termOf(token: string): Result<SearchTerm, SearchProblem> {
  const problem = (kind: SearchProblem["problem"]) => err({ token, problem: kind });
  const isAddress = ADDRESS.test(token);
  const [whole, minus = "", name, quoted, plain] = isAddress
    ? ["", token.startsWith("-") ? "-" : "", undefined, undefined, token.replace(/^-/, "")]
    : (TOKEN.exec(token) ?? [null]);
  if (whole === null) return problem("bad-quotes");
  const field = SEARCH_FIELDS.find((each) => each === name) ?? null;
  if (name !== undefined && field === null) return problem("unknown-field");
  const text = (quoted ?? plain ?? "").toLowerCase();
  if (text.trim() === "") return problem("no-value");
  if ((field === null || field === "ip") && looksLikeRange(text) && !isRange(text)) {
    return problem("bad-range");
  }
  return ok({ not: minus === "-", field, text });
}

/** IPv4 text as a number, so that ranges are compared by arithmetic; null for anything else. */
export function ipv4Number(address: string): number | null {
  const parts = address.split(".").map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : -1));
  if (parts.length !== 4 || parts.some((part) => part < 0 || part > 255)) return null;
  return parts.reduce((total, part) => total * 256 + part, 0);
}

const looksLikeRange = (text: string) => /^(\d+\.\d+\.\d+\.\d+|[0-9a-f]*(:[0-9a-f]*){2,})\/\d+$/.test(text);

const isRange = (text: string) => parseRange(text) !== null || parseIpv6Range(text) !== null;

export interface Ipv4Range {
  first: number;
  size: number;
}

/** `10.66.0.0/16`: first address and size of a range; null for anything else. */
export function parseRange(text: string): Ipv4Range | null {
  const [address = "", bits = "", ...rest] = text.split("/");
  const number = ipv4Number(address);
  if (number === null || rest.length > 0 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return null;
  const size = 2 ** (32 - Number(bits));
  return { first: Math.floor(number / size) * size, size };
}

const WHAT_IS_WRONG: Record<SearchProblem["problem"], string> = {
  "unknown-field": `there is no such field; the fields are ${SEARCH_FIELDS.join(", ")}; put the token in quotes to look for its text`,
  "no-value": "nothing to look for is named",
  "bad-quotes": "quotes have to enclose the whole text",
  "bad-range": "this is not a range of addresses; one looks like 10.66.0.0/16 or 2408:4005::/56",
};

/** What is wrong with a search, for people who script against the API. */
export function searchIssue({ token, problem }: SearchProblem): string {
  return `${token}: ${WHAT_IS_WRONG[problem]}`;
}
