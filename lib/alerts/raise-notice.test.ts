import { describe, expect, it } from "vitest";
import { type Notice, raiseNotice } from "#lib/alerts/raise-notice.ts";
import { temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";

const HOUR_MS = 60 * 60 * 1_000;
const stuck: Notice = { kind: "request-stuck", subject: "r-1", body: { networkInterfaceId: "eni-1" } };

async function desk() {
  const { store, clock } = await temporaryStore();
  const raise = async (notice: Notice) => valueIn(await store.write((tx) => raiseNotice(tx, clock, notice)));
  const rows = async () =>
    valueIn(await store.read((db) => db.selectFrom("notices").selectAll().orderBy("created_at").execute()));
  return { store, clock, raise, rows };
}

describe("raising a notice", () => {
  it("puts it in line, due at once", async () => {
    const { raise, rows } = await desk();
    const raised = await raise(stuck);
    expect(await rows()).toEqual([
      {
        id: raised?.id,
        kind: "request-stuck",
        body: '{"facts":{"networkInterfaceId":"eni-1"},"subject":"r-1"}',
        created_at: "2026-11-23T08:00:00.000Z",
        tries: 0,
        next_try_at: "2026-11-23T08:00:00.000Z",
        delivered_at: null,
      },
    ]);
  });

  it("raises the same one once in 24 hours, delivered or not, and then again", async () => {
    const { store, clock, raise, rows } = await desk();
    const first = await raise(stuck);
    clock.advance(24 * HOUR_MS - 1);
    expect(await raise(stuck)).toBeNull();
    valueIn(await store.write((tx) => tx.updateTable("notices").set({ delivered_at: "now" }).execute()));
    expect(await raise({ ...stuck, body: {} })).toBeNull();
    clock.advance(1);
    const second = await raise(stuck);
    expect(second).not.toBeNull();
    expect(second?.id).not.toBe(first?.id);
    expect(await rows()).toHaveLength(2);
  });

  it("tells kinds and subjects apart", async () => {
    const { raise, rows } = await desk();
    await raise(stuck);
    expect(await raise({ ...stuck, kind: "request-unknown" })).not.toBeNull();
    expect(await raise({ ...stuck, subject: "r-2" })).not.toBeNull();
    expect(await rows()).toHaveLength(3);
  });

  it("is gone with the transaction that raised it", async () => {
    const { store, clock, raise, rows } = await desk();
    await store.write(async (tx) => {
      await raiseNotice(tx, clock, stuck);
      throw new Error("no");
    });
    expect(await rows()).toEqual([]);
    expect(await raise(stuck)).not.toBeNull();
  });
});
