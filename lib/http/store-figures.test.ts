import { describe, expect, it } from "vitest";
import { raiseNotice } from "#lib/alerts/raise-notice.ts";
import { logOf, sampleEvent } from "#lib/audit/audit.test-data.ts";
import { isoTime } from "#lib/core/clock.ts";
import { OPEN_REQUEST_STATES } from "#lib/domain/detach-request.ts";
import { storeFamilies } from "#lib/http/store-figures.ts";
import { exposition } from "#lib/metrics/exposition.ts";
import { parseExposition } from "#lib/metrics/parse-exposition.test-data.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

async function desk(events: Parameters<typeof logOf>[0] = []) {
  const made = await logOf(events);
  const numbers = async () => {
    const nowMs = made.clock.now();
    const families = valueIn(await made.store.read((db) => storeFamilies(db, nowMs)));
    const samples = parseExposition(exposition(families));
    return Object.fromEntries(
      samples.map(({ name, labels, value }) => [
        [name.replace("eni_desk_", ""), ...Object.values(labels)].join(" "),
        value,
      ]),
    );
  };
  return { ...made, numbers };
}

describe("the numbers of an empty database", () => {
  it("are zero for every state and kind, and absent where nothing has been", async () => {
    const { numbers } = await desk();
    const found = await numbers();
    for (const state of OPEN_REQUEST_STATES) {
      expect([found[`requests_open ${state}`], found[`requests_open_oldest_seconds ${state}`]]).toEqual([
        0, 0,
      ]);
    }
    expect(found).toMatchObject({
      events_total: 0,
      notices_undelivered: 0,
      "notices_raised request-stuck": 0,
      sessions_live: 0,
      sending_enabled: 1,
    });
    expect(found).not.toHaveProperty("last_event_age_seconds");
    expect(found).not.toHaveProperty("head_published_age_seconds");
  });
});

describe("the numbers of a database in use", () => {
  it("tell how old the last event and the last published head are", async () => {
    const head = sampleEvent({ action: "system.head-published" });
    const { clock, numbers } = await desk([head, sampleEvent(), sampleEvent()]);
    clock.advance(10_000);
    expect(await numbers()).toMatchObject({
      events_total: 3,
      last_event_age_seconds: 11,
      head_published_age_seconds: 13,
    });
  });

  it("count the sessions that are alive now", async () => {
    const { store, clock, numbers } = await desk();
    const session = (id: string, change: object = {}) => ({
      id,
      user_id: "u-1",
      created_at: isoTime(clock.now()),
      last_seen_at: isoTime(clock.now()),
      idle_expires_at: isoTime(clock.now() + 60_000),
      expires_at: isoTime(clock.now() + 60_000),
      revoked_at: null,
      address: "192.0.2.7",
      user_agent: "test",
      ...change,
    });
    valueIn(
      await store.write(async (tx) => {
        await tx
          .insertInto("users")
          .values({
            ...{ id: "u-1", name: "admin", display_name: "Admin", issuer: "local", password_hash: null },
            ...{ roles: '["admin"]', disabled: 0, password_changed_at: null },
            created_at: isoTime(clock.now()),
          })
          .execute();
        await tx
          .insertInto("sessions")
          .values([
            session("alive"),
            session("revoked", { revoked_at: isoTime(clock.now()) }),
            session("idle", { idle_expires_at: isoTime(clock.now()) }),
            session("over", { expires_at: isoTime(clock.now()) }),
          ])
          .execute();
      }),
    );
    expect(await numbers()).toMatchObject({ sessions_live: 1 });
  });

  it("count notices of a day by kind, and all that wait", async () => {
    const { store, clock, numbers } = await desk();
    const raise = (subject: string) =>
      store.write((tx) => raiseNotice(tx, clock, { kind: "request-stuck", subject, body: {} }));
    await raise("r-1");
    clock.advance(24 * 3_600_000);
    await raise("r-2");
    expect(await numbers()).toMatchObject({ notices_undelivered: 2, "notices_raised request-stuck": 1 });
  });

  it("say that sending is stopped when the switch can't be read", async () => {
    const { store, numbers } = await desk();
    const at = "2026-11-23T08:00:00.000Z";
    const row = { name: "sending", value: "{}", changed_at: at, changed_by: "someone" };
    valueIn(await store.write((tx) => tx.insertInto("switches").values(row).execute()));
    expect(await numbers()).toMatchObject({ sending_enabled: 0 });
  });
});
