import { describe, expect, it } from "vitest";
import { type PossibleCause, unexplained } from "#lib/requests/attachment-change.ts";

const lastSeenAt = "2026-11-28T10:00:00.000Z";
const detach = (change: Partial<PossibleCause> = {}): PossibleCause => ({
  action: "detach",
  instanceId: "i-1",
  state: "accepted",
  endedAt: null,
  ...change,
});
const gone = { before: "i-1", after: null, lastSeenAt };

describe("a change of an attachment", () => {
  it("is somebody else's when no request of ours is there", () => {
    expect(unexplained(gone, [])).toEqual({ before: "i-1", after: null });
  });

  it("is ours while our detach is open, and when it ended since the ENI was last seen as before", () => {
    expect(unexplained(gone, [detach()])).toBeNull();
    expect(unexplained(gone, [detach({ state: "unknown" })])).toBeNull();
    const since = { state: "detached", endedAt: "2026-11-28T10:00:00.001Z" } as const;
    expect(unexplained(gone, [detach(since)])).toBeNull();
  });

  it("is not that of a request that was over before", () => {
    const before = { state: "still-attached", endedAt: "2026-11-28T09:59:59.999Z" } as const;
    expect(unexplained(gone, [detach(before)])).not.toBeNull();
  });

  it("is not that of a request that did nothing, was for another instance, or the other way round", () => {
    for (const state of ["recorded", "blocked", "not-sent", "refused"] as const)
      expect(unexplained(gone, [detach({ state })])).not.toBeNull();
    expect(unexplained(gone, [detach({ instanceId: "i-2" })])).not.toBeNull();
    expect(unexplained(gone, [detach({ action: "attach" })])).not.toBeNull();
  });

  it("is in a move told only as far as it is not ours", () => {
    const moved = { before: "i-1", after: "i-2", lastSeenAt };
    expect(unexplained(moved, [detach()])).toEqual({ before: null, after: "i-2" });
    const attach = detach({ action: "attach", instanceId: "i-2" });
    expect(unexplained(moved, [attach])).toEqual({ before: "i-1", after: null });
    expect(unexplained(moved, [detach(), attach])).toBeNull();
  });
});
