import { describe, expect, it } from "vitest";
import { timelineSteps } from "#components/request/timeline-steps.ts";
import type { TimelineEntry } from "#lib/contract/requests.ts";

let seq = 0;
function entry(action: string, at: string, part: Partial<TimelineEntry> = {}): TimelineEntry {
  seq += 1;
  return {
    seq,
    at: `2026-11-23T12:00:${at}Z`,
    action,
    result: "ok",
    state: null,
    actorName: "operator",
    attempt: null,
    requestId: null,
    interfaceStatus: null,
    note: null,
    ...part,
  };
}

const asked = entry("request.asked", "00.000");
const sent = entry("request.sent", "00.050", { attempt: 1 });
const accepted = entry("request.answered", "00.350", { attempt: 1, requestId: "R-1" });
const detaching = entry("request.followed", "01.000", { interfaceStatus: "Detaching" });
const words = (steps: ReturnType<typeof timelineSteps>) =>
  steps.map(({ kind, interfaceStatus, at }) => `${at === null ? "?" : ""}${interfaceStatus ?? kind}`);

describe("the timeline of a request", () => {
  it("names what is expected while the request is on its way, and claims none of it", () => {
    expect(words(timelineSteps({ action: "detach", state: "sending", events: [asked, sent] }))).toEqual([
      "asked",
      "sent",
      "?accepted",
      "?Detaching",
      "?Available",
    ]);
  });

  it("shows the RequestId with the answer and the time each step took", () => {
    const steps = timelineSteps({ action: "detach", state: "accepted", events: [asked, sent, accepted] });
    expect(steps.find(({ kind }) => kind === "accepted")).toMatchObject({ requestId: "R-1", tookMs: 300 });
  });

  it("leaves out a look that saw the same as the one before", () => {
    const again = entry("request.followed", "02.000", { interfaceStatus: "Detaching" });
    const events = [asked, sent, accepted, detaching, again];
    expect(words(timelineSteps({ action: "detach", state: "accepted", events }))).toEqual([
      "asked",
      "sent",
      "accepted",
      "Detaching",
      "?Available",
    ]);
  });

  it("ends with what was seen and with the end, and expects nothing more", () => {
    const ended = entry("request.ended", "04.000", { interfaceStatus: "Available", state: "detached" });
    const events = [asked, sent, accepted, detaching, ended];
    expect(words(timelineSteps({ action: "detach", state: "detached", events }))).toEqual([
      "asked",
      "sent",
      "accepted",
      "Detaching",
      "Available",
      "ended",
    ]);
  });

  it("tells a refusal from a line that was dead and from no usable answer", () => {
    const answer = (result: string) =>
      timelineSteps({
        action: "detach",
        state: "needs-attention",
        events: [sent, entry("request.answered", "01.000", { result })],
      }).at(-1)?.kind;
    expect([answer("refused"), answer("failed"), answer("unknown")]).toEqual([
      "refused",
      "not-reached",
      "unanswered",
    ]);
  });

  it("repeats a reason only where a person gave a new one", () => {
    const note = "moving the address";
    const again = entry("request.sent", "09.000", { attempt: 2, note: "the documented cure" });
    const events = [asked, { ...sent, note }, { ...accepted, note }, again];
    expect(timelineSteps({ action: "detach", state: "detached", events }).map((step) => step.note)).toEqual([
      null,
      null,
      null,
      "the documented cure",
    ]);
  });

  it("expects of an attach what an attach goes through", () => {
    expect(words(timelineSteps({ action: "attach", state: "sending", events: [asked, sent] }))).toEqual([
      "asked",
      "sent",
      "?accepted",
      "?Attaching",
      "?InUse",
    ]);
    const attaching = entry("request.followed", "01.000", { interfaceStatus: "Attaching" });
    const events = [asked, sent, accepted, attaching];
    expect(words(timelineSteps({ action: "attach", state: "stuck", events })).at(-1)).toBe("?InUse");
  });

  it("counts no time to a note, nor from one", () => {
    const noted = entry("request.noted", "00.200", { note: "seen by the owner too" });
    const answered = entry("request.answered", "00.350", { attempt: 1, requestId: "R-1" });
    const steps = timelineSteps({
      action: "detach",
      state: "accepted",
      events: [asked, sent, noted, answered],
    });
    expect(steps.map(({ tookMs }) => tookMs).slice(0, 4)).toEqual([null, 50, null, 300]);
    expect(steps[2]).toMatchObject({ kind: "noted", note: "seen by the owner too", actorName: "operator" });
  });

  it("keeps an action that it does not know", () => {
    expect(
      words(
        timelineSteps({ action: "detach", state: "detached", events: [entry("request.later", "00.000")] }),
      ),
    ).toEqual(["other"]);
  });
});
