import { describe, expect, it } from "vitest";
import { logOf } from "#lib/audit/audit.test-data.ts";
import { mintActor } from "#lib/auth/mint-actor.ts";
import type { Store } from "#lib/store/store.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";
import { readSending, readSendingChange, setSending } from "#lib/switches/sending.ts";

const admin = mintActor(
  { id: "u-9", issuer: "local", name: "admin", roles: '["admin"]', scoped_roles: "[]" },
  "s-1",
  0,
);
const AT = "2026-11-23T08:00:00.000Z";

async function desk() {
  const { store, clock, audit } = await logOf([]);
  const turn = async (enabled: boolean, reason: string) =>
    valueIn(
      await store.write((tx) =>
        setSending(tx, clock, {
          enabled,
          reason,
          actor: admin,
          from: { address: "192.0.2.7", userAgent: "test" },
          correlationId: "c-7",
        }),
      ),
    );
  const events = async () => valueIn(await audit.list({}, { cursor: null, limit: 50 })).items;
  return { store, clock, turn, events };
}

const sending = async (store: Store) => valueIn(await store.read(readSending));

function storeRow(store: Store, value: string) {
  return store.write((tx) =>
    tx
      .insertInto("switches")
      .values({ name: "sending", value, changed_at: AT, changed_by: "someone" })
      .execute(),
  );
}

describe("the switch", () => {
  it("stands at allowed until somebody turns it", async () => {
    const { store } = await desk();
    expect(await sending(store)).toEqual({ enabled: true });
    expect(valueIn(await store.read(readSendingChange))).toBeNull();
  });

  it("says who stopped sending, when and why, and the log says it too", async () => {
    const { store, turn, events } = await desk();
    const stopped = { enabled: false, reason: "wrong VPC seen", by: "admin", at: AT };
    expect(await turn(false, "wrong VPC seen")).toEqual({ changed: true, sending: stopped });
    expect(await sending(store)).toEqual(stopped);
    expect(await events()).toMatchObject([
      {
        action: "sending.stopped",
        result: "ok",
        reason: "wrong VPC seen",
        actor: { subject: "u-9", roles: ["admin"] },
        from: { address: "192.0.2.7" },
        correlationId: "c-7",
        before: { enabled: true },
        after: { enabled: false },
      },
    ]);
  });

  it("is allowed again with an event of its own, and remembers by whom", async () => {
    const { store, clock, turn, events } = await desk();
    await turn(false, "wrong VPC seen");
    clock.advance(60_000);
    expect(await turn(true, "VPC is right")).toEqual({ changed: true, sending: { enabled: true } });
    expect(await sending(store)).toEqual({ enabled: true });
    expect(valueIn(await store.read(readSendingChange))).toEqual({
      enabled: true,
      reason: "VPC is right",
      by: "admin",
      at: "2026-11-23T08:01:00.000Z",
    });
    expect((await events()).map(({ action }) => action)).toEqual(["sending.allowed", "sending.stopped"]);
  });

  it("does nothing when it stands there already: first reason kept, no second event", async () => {
    const { store, turn, events } = await desk();
    expect(await turn(true, "nothing to do")).toEqual({ changed: false, sending: { enabled: true } });
    await turn(false, "wrong VPC seen");
    expect((await turn(false, "me too, me too")).changed).toBe(false);
    expect(await sending(store)).toMatchObject({ reason: "wrong VPC seen" });
    expect(await events()).toHaveLength(1);
  });

  it("is taken back with the event when the transaction fails", async () => {
    const { store, clock, events } = await desk();
    await store.write(async (tx) => {
      await setSending(tx, clock, {
        enabled: false,
        reason: "wrong VPC seen",
        actor: admin,
        from: { address: "192.0.2.7", userAgent: "test" },
        correlationId: "c-7",
      });
      throw new Error("no");
    });
    expect(await sending(store)).toEqual({ enabled: true });
    expect(await events()).toEqual([]);
  });
});

describe("a row that can't be read", () => {
  it.each([
    "{}",
    "null",
    '"yes"',
    '{"enabled":"true","reason":"x"}',
    '{"enabled":true}',
    '{"enabled":true,"reason":"x","until":"tomorrow"}',
  ])("%s means stopped, without a reason", async (value) => {
    const { store } = await desk();
    valueIn(await storeRow(store, value));
    expect(await sending(store)).toEqual({ enabled: false, reason: "", by: "someone", at: AT });
  });

  it("is mended by turning the switch, either way, with an event", async () => {
    const { store, turn, events } = await desk();
    valueIn(await storeRow(store, "{}"));
    expect((await turn(false, "found unreadable")).changed).toBe(true);
    expect(await sending(store)).toMatchObject({ enabled: false, reason: "found unreadable" });
    expect(await events()).toHaveLength(1);
  });
});
