import { describe, expect, it } from "vitest";
import { instancesPollMs } from "#lib/client/instance-polling.ts";
import {
  CALM_POLL_MS,
  listPollMs,
  MOVING_POLL_MS,
  PARTIAL_POLL_MS,
  WALKING_POLL_MS,
} from "#lib/client/polling.ts";
import { REQUEST_POLL_MS, REQUEST_WAITING_POLL_MS, requestPollMs } from "#lib/client/request-polling.ts";

describe("how often a page asks again", () => {
  it("is quick while an instance changes state and slow otherwise", () => {
    expect(instancesPollMs(["Running", "Stopping"])).toBe(MOVING_POLL_MS);
    expect(instancesPollMs(["Running", "Stopped"])).toBe(CALM_POLL_MS);
    expect(instancesPollMs([])).toBe(CALM_POLL_MS);
  });

  it("is every second while a region is read for the first time", () => {
    const page = (partial?: boolean) => ({ sources: [{ partial: undefined }, { partial }] });
    expect(listPollMs([page(true)], CALM_POLL_MS)).toBe(PARTIAL_POLL_MS);
    expect(listPollMs([page(true), page()], CALM_POLL_MS)).toBe(CALM_POLL_MS);
    expect(listPollMs([], MOVING_POLL_MS)).toBe(MOVING_POLL_MS);
  });

  it("is soon while a region is read again, and no slower than what moves", () => {
    const page = { sources: [{}, { walking: true }] };
    expect(listPollMs([page], CALM_POLL_MS)).toBe(WALKING_POLL_MS);
    expect(listPollMs([page], MOVING_POLL_MS)).toBe(MOVING_POLL_MS);
  });

  it.each([
    ["recorded", REQUEST_POLL_MS],
    ["sending", REQUEST_POLL_MS],
    ["accepted", REQUEST_POLL_MS],
    ["unknown", REQUEST_WAITING_POLL_MS],
    ["stuck", REQUEST_WAITING_POLL_MS],
    ["needs-attention", REQUEST_WAITING_POLL_MS],
    ["detached", CALM_POLL_MS],
    ["not-followed", CALM_POLL_MS],
  ] as const)("for a request that is %s is %i ms", (state, intervalMs) => {
    expect(requestPollMs({ state, attachedBackBy: [] })).toBe(intervalMs);
  });

  it("goes on while a request that undoes it is open", () => {
    const undoing = (state: "accepted" | "attached") =>
      requestPollMs({ state: "detached", attachedBackBy: [{ id: "r2", state }] });
    expect([undoing("accepted"), undoing("attached")]).toEqual([REQUEST_WAITING_POLL_MS, CALM_POLL_MS]);
  });
});
