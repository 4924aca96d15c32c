import { describe, expect, it } from "vitest";
import { preflightDifference } from "#components/network-interface/preflight-difference.ts";
import type { Preflight } from "#lib/contract/requests.ts";

const SEEN: Preflight = {
  accountId: "1000000000000001",
  accountName: "emulator",
  regionId: "cn-hangzhou",
  instance: { instanceId: "i-web00001", name: "web-1", status: "Running", environment: "prod" },
  networkInterface: {
    networkInterfaceId: "eni-web00001",
    name: "",
    status: "InUse",
    instanceId: "i-web00001",
    type: "Secondary",
    primaryPrivateIp: "10.0.0.9",
    addresses: [{ address: "10.0.0.9", kind: "private", primary: true }],
  },
  blockers: [],
  warnings: [],
  dependencies: [{ kind: "havip", label: "HaVip", state: "not-checked", detail: "" }],
  stepUp: null,
  tier: "reason",
  again: false,
  token: "t1",
  observedAt: "2026-11-23T12:00:00.000Z",
};

describe("what changed since a person looked", () => {
  it("is nothing when only time and token moved on", () => {
    expect(
      preflightDifference(SEEN, { ...SEEN, token: "t2", observedAt: "2026-11-23T12:00:08.000Z" }),
    ).toBeNull();
  });

  it("names a warning that is new", () => {
    const now = {
      ...SEEN,
      warnings: [{ kind: "eip", message: "The public address 47.96.0.1 goes with the ENI." }],
    };
    expect(preflightDifference(SEEN, now)).toEqual({
      added: ["The public address 47.96.0.1 goes with the ENI."],
      gone: [],
    });
  });

  it("names an address that came and one that went", () => {
    const addresses = [{ address: "10.0.0.10", kind: "private" as const, primary: true }];
    const now = { ...SEEN, networkInterface: { ...SEEN.networkInterface, addresses } };
    expect(preflightDifference(SEEN, now)).toEqual({ added: ["10.0.0.10"], gone: ["10.0.0.9"] });
  });

  it("names an instance that stopped", () => {
    const now = {
      ...SEEN,
      instance: { instanceId: "i-web00001", name: "web-1", status: "Stopped", environment: "prod" },
    };
    expect(preflightDifference(SEEN, now)?.added).toEqual(["web-1 (i-web00001): Stopped"]);
  });
});
