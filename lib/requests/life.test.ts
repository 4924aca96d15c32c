import { describe, expect, it } from "vitest";
import { type Seen, type Standing, type Step, stepAfter } from "#lib/requests/life.ts";

const NOW = 1_000_000;
const SETTLE = 60_000;
const STUCK = 300_000;
const HERE = "i-bp10000000000000web1";

const accepted: Standing = {
  action: "detach",
  state: "accepted",
  instanceId: HERE,
  lastResult: "accepted",
  everAccepted: true,
  mayLandLate: false,
  lastAnsweredAt: NOW - 1_000,
  changingSince: null,
};
const unknown: Standing = {
  ...accepted,
  state: "unknown",
  lastResult: "unknown",
  everAccepted: false,
  mayLandLate: true,
};
const refused: Standing = { ...accepted, state: "sending", lastResult: "refused", everAccepted: false };
const refusedLate: Standing = { ...refused, mayLandLate: true };
const settled = { lastAnsweredAt: NOW - SETTLE };
const seen = (status: string, instanceId: string | null = HERE): Seen => ({
  kind: "present",
  status,
  instanceId,
});
const absent: Seen = { kind: "absent" };

const cases: [string, Standing, Seen, Partial<Step>][] = [
  [
    "accepted, then Available",
    accepted,
    seen("Available", null),
    { state: "detached", evidence: "answered", ended: true },
  ],
  [
    "no answer, then Available",
    unknown,
    seen("Available", null),
    { state: "detached", evidence: "observed", ended: true },
  ],
  [
    "refused, but Available",
    refused,
    seen("Available", null),
    { state: "detached", evidence: "observed", ended: true },
  ],
  [
    "accepted once, refused the second time, and Available",
    { ...refused, state: "sending", everAccepted: true },
    seen("Available", null),
    { state: "detached", evidence: "answered", ended: true },
  ],
  [
    "accepted, then on another instance",
    accepted,
    seen("InUse", "i-bp1other"),
    { state: "detached", evidence: "observed" },
  ],
  ["accepted, then gone", accepted, absent, { state: "gone", outcome: "gone", ended: true }],
  ["refused and still there", refused, seen("InUse"), { state: "refused", outcome: "attached", ended: true }],
  [
    "refused, but an earlier attempt may still land",
    refusedLate,
    seen("InUse"),
    { state: "unknown", ended: false },
  ],
  [
    "refused, and an earlier attempt had its time",
    { ...refusedLate, ...settled },
    seen("InUse"),
    { state: "refused", ended: true },
  ],
  ["refused while someone else detaches", refused, seen("Detaching"), { state: "unknown", ended: false }],
  ["accepted and not begun yet", accepted, seen("InUse"), { state: "accepted", ended: false }],
  [
    "accepted and never begun",
    { ...accepted, ...settled },
    seen("InUse"),
    { state: "still-attached", ended: true },
  ],
  ["no answer and not settled", unknown, seen("InUse"), { state: "unknown", ended: false }],
  [
    "no answer and nothing happened",
    { ...unknown, ...settled },
    seen("InUse"),
    { state: "still-attached", ended: true },
  ],
  ["accepted and Detaching", accepted, seen("Detaching"), { state: "accepted", ended: false }],
  [
    "Detaching too long",
    { ...accepted, changingSince: NOW - STUCK },
    seen("Detaching"),
    { state: "stuck", ended: false },
  ],
  [
    "Detaching almost too long",
    { ...accepted, changingSince: NOW - STUCK + 1 },
    seen("Detaching"),
    { state: "accepted" },
  ],
  [
    "stuck, then Available",
    { ...accepted, state: "stuck" },
    seen("Available", null),
    { state: "detached", ended: true },
  ],
  [
    "stuck and still Detaching",
    { ...accepted, state: "stuck" },
    seen("Detaching"),
    { state: "stuck", ended: false },
  ],
  ["a status nobody expects, just now", accepted, seen("Linked"), { state: "accepted", ended: false }],
  [
    "a status nobody expects, for long",
    { ...accepted, lastAnsweredAt: NOW - STUCK },
    seen("Linked"),
    { state: "needs-attention", outcome: "unknown", ended: false },
  ],
];

describe("the end of a request follows from the ENI:", () => {
  it.each(cases)("%s", (_name, standing, sight, want) => {
    expect(stepAfter(standing, sight, { now: NOW, settleMs: SETTLE, stuckAfterMs: STUCK })).toMatchObject(
      want,
    );
  });
});
