import { describe, expect, it } from "vitest";
import {
  CONSENT_MAX_AGE_MS,
  type Consent,
  PreflightTokens,
  shownDigest,
} from "#lib/requests/preflight-token.ts";

const tokens = new PreflightTokens("a secret of at least thirty-two bytes");
const consent: Consent = {
  userId: "u1",
  accountId: "1000000000000001",
  regionId: "cn-hangzhou",
  instanceId: "i-bp10000000000000web1",
  networkInterfaceId: "eni-bp1000000000000web1b",
  digest: "d",
  readAt: 1_000,
};

describe("a pre-flight token", () => {
  it("gives back what was signed", () => {
    expect(tokens.open(tokens.sign(consent), 1_000)).toEqual(consent);
  });

  it("is worth nothing once a single character differs", () => {
    const token = tokens.sign(consent);
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === "A" ? "B" : "A";
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      const opened = tokens.open(changed, 1_000);
      // The last character of base64url may carry unused bits: the same bytes in another spelling are the same token.
      if (at < token.length - 1) expect(opened).toBeNull();
      else expect(opened === null || opened.userId === consent.userId).toBe(true);
    }
  });

  it("is worth nothing under another secret, or when it is too old, or when it is no token", () => {
    expect(
      new PreflightTokens("another secret of thirty-two bytes!").open(tokens.sign(consent), 1_000),
    ).toBeNull();
    expect(tokens.open(tokens.sign(consent), 1_001 + CONSENT_MAX_AGE_MS)).toBeNull();
    for (const junk of ["", ".", "a.b", "a.b.c", "{}"]) expect(tokens.open(junk, 0)).toBeNull();
  });
});

describe("the digest of what was shown", () => {
  it("changes with a new warning and with a new address, not with the order of keys", () => {
    const eip = { kind: "eip", facts: { addresses: "47.0.0.1" } } as const;
    const shown = shownDigest("detach", [], [], ["10.0.0.11"]);
    expect(shownDigest("detach", [], [eip], ["10.0.0.11"])).not.toBe(shown);
    expect(shownDigest("detach", [], [], ["10.0.0.11", "10.0.0.12"])).not.toBe(shown);
    expect(shownDigest("detach", [], [], ["10.0.0.11"])).toBe(shown);
  });
});
