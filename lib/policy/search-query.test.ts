import { describe, expect, it } from "vitest";
import { parseRange, parseSearch, searchIssue } from "#lib/policy/search-query.ts";

const termsOf = (text: string) => {
  const parsed = parseSearch(text);
  if (!parsed.ok) throw new Error(searchIssue(parsed.error));
  return parsed.value.map(({ not, field, text: value }) => `${not ? "-" : ""}${field ?? "*"}=${value}`);
};
const problemOf = (text: string) => {
  const parsed = parseSearch(text);
  return parsed.ok ? null : parsed.error;
};

describe("a search", () => {
  it.each([
    ["", []],
    ["  Web-1   10.0.0.5 ", ["*=web-1", "*=10.0.0.5"]],
    ["status:InUse -type:Primary", ["status=inuse", "-type=primary"]],
    ['name:"two words" "plain words"', ["name=two words", "*=plain words"]],
    ['-"not this"', ["-*=not this"]],
    ["tag:env=prod env=prod", ["tag=env=prod", "*=env=prod"]],
    ['tag:"owner=some body"', ["tag=owner=some body"]],
    ["10.66.0.0/16 ip:10.66.0.0/16", ["*=10.66.0.0/16", "ip=10.66.0.0/16"]],
    ["2408:4005::/32 ip:2408:4005::/56", ["*=2408:4005::/32", "ip=2408:4005::/56"]],
    ["00:16:3e:aa:bb:cc -00:16:3e", ["*=00:16:3e:aa:bb:cc", "-*=00:16:3e"]],
    ["2001:db8::1 fe80::", ["*=2001:db8::1", "*=fe80::"]],
    ["中文 名称", ["*=中文", "*=名称"]],
    ["owner:terway", ["owner=terway"]],
    ['"status:InUse"', ["*=status:inuse"]],
  ])("%j means %j", (text, terms) => {
    expect(termsOf(text)).toEqual(terms);
  });

  it.each([
    ["colour:red", "colour:red", "unknown-field"],
    ["web status:", "status:", "no-value"],
    ["-", "-", "no-value"],
    ['name:""', 'name:""', "no-value"],
    ['web "half', '"half', "bad-quotes"],
    ['web "a b"c', '"a b"c', "bad-quotes"],
    ['name:a"b"', 'name:a"b"', "bad-quotes"],
    ['" "', '" "', "no-value"],
    ["10.0.0.0/33", "10.0.0.0/33", "bad-range"],
    ["ip:300.0.0.0/8", "ip:300.0.0.0/8", "bad-range"],
    ["2408:4005::/129", "2408:4005::/129", "bad-range"],
    ["ip:2408:4005:/56", "ip:2408:4005:/56", "bad-range"],
    ["-2408::1::/56", "-2408::1::/56", "bad-range"],
  ])("%j is refused because of %j", (text, token, problem) => {
    expect(problemOf(text)).toEqual({ token, problem });
  });

  it("never loses a part of what was typed without saying so", () => {
    const pieces = [
      "web",
      "status:inuse",
      "-x",
      '"a b"',
      'name:"c d"',
      '"',
      "-",
      ":",
      "a:b:c",
      "::1",
      "=",
      "1/2",
    ];
    for (const first of pieces) {
      for (const second of pieces) {
        const parsed = parseSearch(`${first} ${second}`);
        if (!parsed.ok) continue;
        const kept = parsed.value.map(({ text }) => text).join("");
        const typed = `${first}${second}`.replace(/(^|\s)-|"|\s/g, "");
        for (const letter of new Set(kept.replace(/\s/g, ""))) expect(typed).toContain(letter);
        expect(parsed.value.length).toBe(2);
      }
    }
  });
});

it("a range is the addresses that share its first bits", () => {
  expect(parseRange("10.66.7.8/16")).toEqual({ first: 10 * 2 ** 24 + 66 * 2 ** 16, size: 65_536 });
  expect(parseRange("10.0.0.1/32")).toEqual({ first: 10 * 2 ** 24 + 1, size: 1 });
  expect(parseRange("0.0.0.0/0")).toEqual({ first: 0, size: 2 ** 32 });
  expect(parseRange("10.0.0.1")).toBeNull();
  expect(parseRange("10.0.0/8")).toBeNull();
});
