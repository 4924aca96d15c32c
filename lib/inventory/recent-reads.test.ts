import { describe, expect, it } from "vitest";
import { err } from "#lib/core/result.ts";
import type { FreshRead, ReadFailure } from "#lib/inventory/read-fresh.ts";
import { RecentReads } from "#lib/inventory/recent-reads.ts";

const ref = { accountId: "1", regionId: "cn-hangzhou", networkInterfaceId: "eni-1" };
const clock = { at: 0, now: () => clock.at };

function counted(answer: { ok: true; value: FreshRead } | { ok: false; error: ReadFailure }) {
  const reading = {
    count: 0,
    async read() {
      reading.count += 1;
      return answer;
    },
  };
  return reading;
}
const found = { ok: true, value: { observedAt: 0 } as FreshRead } as const;

describe("reads that pages share", () => {
  it("are made once for many who poll, and again when they are old", async () => {
    const reads = new RecentReads(clock, 5_000);
    const reading = counted(found);
    await Promise.all(Array.from({ length: 50 }, () => reads.share(ref, reading.read)));
    expect(reading.count).toBe(1);
    clock.at += 4_999;
    await reads.share(ref, reading.read);
    expect(reading.count).toBe(1);
    clock.at += 1;
    await reads.share(ref, reading.read);
    expect(reading.count).toBe(2);
    await reads.share({ ...ref, networkInterfaceId: "eni-2" }, reading.read);
    expect(reading.count).toBe(3);
  });

  it("are always made for one who asks, who thereby renews what the others get", async () => {
    const reads = new RecentReads(clock, 5_000);
    const reading = counted(found);
    await reads.renew(ref, reading.read);
    await reads.renew(ref, reading.read);
    await reads.share(ref, reading.read);
    expect(reading.count).toBe(2);
  });

  it("are forgotten when the ENI is changed", async () => {
    const reads = new RecentReads(clock, 5_000);
    const reading = counted(found);
    await reads.share(ref, reading.read);
    reads.forget(ref);
    await reads.share(ref, reading.read);
    expect(reading.count).toBe(2);
  });

  it("are not kept when they failed", async () => {
    const reads = new RecentReads(clock, 5_000);
    const failing = counted(err({ kind: "not-found" }));
    await reads.share(ref, failing.read);
    await reads.share(ref, failing.read);
    expect(failing.count).toBe(2);
  });
});
