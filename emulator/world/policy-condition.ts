import { BlockList, isIP } from "node:net";
import { z } from "zod";
import { wildcardTest } from "#emulator/world/wildcard.ts";

/** One way of comparing what is with what a policy wants. */
type Operator = {
  /** Whether a policy may compare with this text. */
  readonly takes: (wanted: string) => boolean;
  readonly test: (actual: string, wanted: string) => boolean;
  /** Met where no value fits, and where there is nothing to compare. */
  readonly isNegative: boolean;
};

const always = () => true;
const isDate = (text: string) => !Number.isNaN(Date.parse(text));
const isBoolean = (text: string) => /^(true|false)$/i.test(text);
const isSame = (actual: string, wanted: string) => actual === wanted;
const isAlike = (actual: string, wanted: string) => actual.toLowerCase() === wanted.toLowerCase();
const isLike = (actual: string, wanted: string) => wildcardTest(wanted)(actual);
const byTime =
  (compare: (actualMs: number, wantedMs: number) => boolean) => (actual: string, wanted: string) =>
    compare(Date.parse(actual), Date.parse(wanted));

const positive = (takes: Operator["takes"], test: Operator["test"]): Operator => ({
  takes,
  test,
  isNegative: false,
});
const negative = (takes: Operator["takes"], test: Operator["test"]): Operator => ({
  takes,
  test,
  isNegative: true,
});

/** The operators of RAM policies, but for those of numbers: no key that we know holds one. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["StringEquals", positive(always, isSame)],
  ["StringNotEquals", negative(always, isSame)],
  ["StringEqualsIgnoreCase", positive(always, isAlike)],
  ["StringNotEqualsIgnoreCase", negative(always, isAlike)],
  ["StringLike", positive(always, isLike)],
  ["StringNotLike", negative(always, isLike)],
  [
    "DateEquals",
    positive(
      isDate,
      byTime((actual, wanted) => actual === wanted),
    ),
  ],
  [
    "DateNotEquals",
    negative(
      isDate,
      byTime((actual, wanted) => actual === wanted),
    ),
  ],
  [
    "DateLessThan",
    positive(
      isDate,
      byTime((actual, wanted) => actual < wanted),
    ),
  ],
  [
    "DateLessThanEquals",
    positive(
      isDate,
      byTime((actual, wanted) => actual <= wanted),
    ),
  ],
  [
    "DateGreaterThan",
    positive(
      isDate,
      byTime((actual, wanted) => actual > wanted),
    ),
  ],
  [
    "DateGreaterThanEquals",
    positive(
      isDate,
      byTime((actual, wanted) => actual >= wanted),
    ),
  ],
  ["Bool", positive(isBoolean, isAlike)],
  ["IpAddress", positive(isBlock, isInBlock)],
  ["NotIpAddress", negative(isBlock, isInBlock)],
]);

/** What conditions may ask for. */
const KEYS = [
  /^acs:SourceIp$/,
  /^acs:CurrentTime$/,
  /^acs:SecureTransport$/,
  /^acs:(Resource|Request)Tag\/.+$/,
];

const values = z.union([z.string(), z.array(z.string()).min(1)]);

/**
 * `Condition` of a policy statement. What we could not evaluate is refused
 * here, where the policy comes in: a condition that is ignored allows too much.
 */
export const conditionSchema = z
  .record(z.string(), z.record(z.string(), values))
  .superRefine((condition, context) => {
    for (const [name, keys] of Object.entries(condition)) {
      const operator = OPERATORS.get(name);
      if (!operator) refuse(context, `the emulator evaluates no condition operator "${name}"`);
      for (const [key, wanted] of Object.entries(keys)) {
        if (!KEYS.some((pattern) => pattern.test(key)))
          refuse(context, `the emulator evaluates no condition key "${key}"`);
        for (const text of [wanted].flat()) {
          if (operator && !operator.takes(text)) refuse(context, `${name} cannot compare with "${text}"`);
        }
      }
    }
  });
export type Condition = z.infer<typeof conditionSchema>;

function refuse(context: z.RefinementCtx, message: string): void {
  context.addIssue({ code: "custom", message });
}

/** Whether all of a condition is met. `actual` tells what a key stands for, undefined where the call has nothing of the kind. */
export function isMet(condition: Condition, actual: (key: string) => string | undefined): boolean {
  return Object.entries(condition).every(([name, keys]) => {
    const operator = OPERATORS.get(name);
    return (
      operator !== undefined &&
      Object.entries(keys).every(([key, wanted]) => {
        const value = actual(key);
        const fits = value !== undefined && [wanted].flat().some((text) => operator.test(value, text));
        return fits !== operator.isNegative;
      })
    );
  });
}

/** `192.0.2.0/24`, `2001:db8::/32`, or one address. */
function isBlock(text: string): boolean {
  return blockOf(text) !== undefined;
}

function isInBlock(actual: string, wanted: string): boolean {
  const version = isIP(actual);
  return version !== 0 && (blockOf(wanted)?.check(actual, version === 6 ? "ipv6" : "ipv4") ?? false);
}

function blockOf(text: string): BlockList | undefined {
  const [address = "", bits] = text.split("/");
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  if (version === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)))
    return undefined;
  const block = new BlockList();
  block.addSubnet(address, bits === undefined ? most : Number(bits), version === 6 ? "ipv6" : "ipv4");
  return block;
}
