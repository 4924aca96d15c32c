import { describe, expect, it } from "vitest";
import { preflightFor, problemsOfWords } from "#components/network-interface/ask-words.ts";
import type { Preflight } from "#lib/contract/requests.ts";

const WORDS = { reason: "moving the address", ticket: "", confirmation: "" };

describe("the words of the detach form", () => {
  it("need a reason of at least eight characters, spaces around it not counted", () => {
    expect(problemsOfWords({ ...WORDS, reason: "   short   " }, "reason", "10.0.0.9").reason).toBe(true);
    expect(problemsOfWords(WORDS, "reason", "10.0.0.9").reason).toBe(false);
  });

  it("need the typed address in the typed tier only", () => {
    expect(problemsOfWords(WORDS, "typed-address", "10.0.0.9").confirmation).toBe(true);
    expect(problemsOfWords(WORDS, "reason", "10.0.0.9").confirmation).toBe(false);
    expect(
      problemsOfWords({ ...WORDS, confirmation: "10.0.0.9 " }, "typed-address", "10.0.0.9").confirmation,
    ).toBe(false);
  });
});

describe("the pre-flight of a further attempt", () => {
  const blocker = (reason: string) => ({ reason, message: reason, fix: "", whoActs: "", ecsCode: null });
  const place = { accountId: "1000000000000001", accountName: "emulator", regionId: "cn-hangzhou" };
  const blocked: Preflight = {
    ...place,
    instance: null,
    networkInterface: {
      networkInterfaceId: "eni-web00001",
      name: "",
      status: "Detaching",
      instanceId: "i-web00001",
      type: "Secondary",
      primaryPrivateIp: "10.0.0.9",
      addresses: [],
    },
    blockers: [blocker("request-open")],
    warnings: [{ kind: "eip", message: "EIP" }],
    dependencies: [],
    stepUp: null,
    tier: "blocked",
    again: true,
    token: "t",
    observedAt: "2026-11-23T12:00:00.000Z",
  };
  const target = {
    ...place,
    instanceId: "i-web00001",
    instanceName: "web-1",
    networkInterfaceId: "eni-web00001",
    primaryPrivateIp: "10.0.0.9",
    action: "detach" as const,
    seat: null,
  };
  const again = { ...target, send: { kind: "send-again" as const, requestId: "r1", attempt: 1 } };

  it("is not blocked by the request it belongs to, but keeps the tier of its warnings", () => {
    expect(preflightFor(again, blocked)).toMatchObject({ blockers: [], tier: "typed-address" });
  });

  it("stays blocked by anything else", () => {
    const both = { ...blocked, blockers: [blocker("request-open"), blocker("instance-state")] };
    expect(preflightFor(again, both)).toMatchObject({ tier: "blocked" });
  });

  it("leaves a new request blocked by an open one", () => {
    const ask = { ...target, send: { kind: "ask" as const, again: true } };
    expect(preflightFor(ask, blocked).tier).toBe("blocked");
  });
});
