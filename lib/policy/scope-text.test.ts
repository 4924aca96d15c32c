import { describe, expect, it } from "vitest";
import { parseScope, scopeText } from "#lib/policy/scope-text.ts";

describe("a scope as text", () => {
  it.each([
    ["", null],
    ["  ", null],
    ["region:cn-hangzhou", { regionIds: ["cn-hangzhou"] }],
    ["region:cn-hangzhou region:cn-beijing", { regionIds: ["cn-hangzhou", "cn-beijing"] }],
    [" vpc:vpc-a  account:1 ", { accountIds: ["1"], vpcIds: ["vpc-a"] }],
    ["tag:team=web", { tags: [{ key: "team", value: "web" }] }],
    ["tag:team=", { tags: [{ key: "team", value: "" }] }],
    ["tag:url=a=b", { tags: [{ key: "url", value: "a=b" }] }],
    ['tag:"team=web shop" region:a', { regionIds: ["a"], tags: [{ key: "team", value: "web shop" }] }],
  ])("%j is read and written back", (text, scope) => {
    const read = parseScope(text);
    expect(read).toEqual({ ok: true, value: scope });
    if (read.ok) expect(parseScope(scopeText(read.value))).toEqual(read);
  });

  it.each([
    ["cn-hangzhou", "unknown-limit", "cn-hangzhou"],
    ["Region:cn-hangzhou", "unknown-limit", "Region:cn-hangzhou"],
    ["zone:a", "unknown-limit", "zone:a"],
    ["region:a nonsense", "unknown-limit", "nonsense"],
    ["region:", "no-value", "region:"],
    ["tag:team", "no-tag-value", "tag:team"],
    ["tag:=web", "no-tag-value", "tag:=web"],
    ['tag:"team=web', "open-quote", 'tag:"team=web'],
  ])("%j is refused, and the piece is named", (text, kind, piece) => {
    expect(parseScope(text)).toEqual({ ok: false, error: { kind, piece } });
  });
});
