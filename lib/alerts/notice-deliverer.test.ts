import { createHmac } from "node:crypto";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { NoticeDeliverer, type NoticeDelivererOptions } from "#lib/alerts/notice-deliverer.ts";
import { type Notice, raiseNotice } from "#lib/alerts/raise-notice.ts";
import { type Received, status, webhook } from "#lib/alerts/webhook.test-data.ts";
import { createLog } from "#lib/log/log.ts";
import { type TemporaryStore, temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";

const SECRET = "a secret that signs the notices of these tests";
const stuck: Notice = { kind: "request-stuck", subject: "r-1", body: { networkInterfaceId: "eni-1" } };
const unknown: Notice = { kind: "request-unknown", subject: "r-2", body: {} };

const NOTHING: Received = { path: "", headers: {}, body: "" };

function memoryLog() {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { log: createLog("info", destination), lines };
}

async function desk() {
  const made = await temporaryStore();
  const receiver = await webhook();
  const { log, lines } = memoryLog();
  const deliverer = (change: Partial<NoticeDelivererOptions> = {}) =>
    new NoticeDeliverer({
      store: made.store,
      clock: made.clock,
      log,
      holder: "replica-1",
      publicUrl: new URL("https://eni-desk.example.com"),
      webhook: { url: receiver.url, secret: SECRET },
      postTimeoutMs: 2_000,
      ...change,
    });
  const events = (name: string) => lines.filter(({ event }) => event === name);
  return { ...made, receiver, deliverer, events };
}

async function raise({ store, clock }: TemporaryStore, notice: Notice) {
  return valueIn(await store.write((tx) => raiseNotice(tx, clock, notice)))?.id ?? "";
}

const rows = async ({ store }: TemporaryStore) =>
  valueIn(await store.read((db) => db.selectFrom("notices").selectAll().orderBy("id").execute()));

describe("a notice", () => {
  it("is posted once, signed, with what it is about and where to look", async () => {
    const at = await desk();
    const id = await raise(at, stuck);
    await at.deliverer().deliverDue();
    await at.deliverer().deliverDue();
    expect(at.receiver.received).toHaveLength(1);
    const [{ headers, body, path } = NOTHING] = at.receiver.received;
    expect(path).toBe("/hook");
    expect(JSON.parse(body)).toEqual({
      version: 1,
      id,
      kind: "request-stuck",
      subject: "r-1",
      raisedAt: "2026-11-23T08:00:00.000Z",
      text: "ENI Desk: An ENI stays in Detaching longer than it should.",
      href: "https://eni-desk.example.com/requests/r-1",
      facts: { networkInterfaceId: "eni-1" },
    });
    const seconds = Date.parse("2026-11-23T08:00:00.000Z") / 1_000;
    const expected = createHmac("sha256", SECRET).update(`${id}.${seconds}.${body}`).digest("base64");
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "webhook-id": id,
      "webhook-timestamp": String(seconds),
      "webhook-signature": `v1,${expected}`,
    });
    expect(await rows(at)).toMatchObject([{ tries: 1, delivered_at: "2026-11-23T08:00:00.000Z" }]);
  });

  it("is signed by the decoded key where it is written as whsec_", async () => {
    const at = await desk();
    const key = Buffer.from("the bytes of a key, thirty-two!!");
    await raise(at, stuck);
    const secret = `whsec_${key.toString("base64")}`;
    await at.deliverer({ webhook: { url: at.receiver.url, secret } }).deliverDue();
    const [{ headers, body } = NOTHING] = at.receiver.received;
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    expect(headers["webhook-signature"]).toBe(
      `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
    );
  });

  it("is one log line when it is first brought out, however often it is tried", async () => {
    const at = await desk();
    const id = await raise(at, stuck);
    at.receiver.answers.unshift(status(500), status(500));
    for (let round = 0; round < 4; round += 1) {
      await at.deliverer().deliverDue();
      at.clock.advance(60_000);
    }
    expect(at.receiver.received).toHaveLength(3);
    expect(at.events("alert.raised")).toMatchObject([
      { kind: "request-stuck", id, subject: "r-1", raisedAt: "2026-11-23T08:00:00.000Z" },
    ]);
    expect(at.events("alert.not-delivered")).toMatchObject([
      { id, httpStatus: 500, tries: 1 },
      { id, httpStatus: 500, tries: 2 },
    ]);
  });

  it("is told to the log alone where there is no webhook, and is then done with", async () => {
    const at = await desk();
    await raise(at, stuck);
    await at.deliverer({ webhook: null }).deliverDue();
    await at.deliverer({ webhook: null }).deliverDue();
    expect(at.events("alert.raised")).toHaveLength(1);
    expect(at.receiver.received).toEqual([]);
    expect(await rows(at)).toMatchObject([{ delivered_at: expect.any(String) }]);
  });
});

describe("a receiver that fails", () => {
  it("is tried again after 5 s, then twice as long each time, at most a quarter of an hour, for ever", async () => {
    const at = await desk();
    await raise(at, stuck);
    at.receiver.answers.splice(0, 1, status(503));
    const waits: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      await at.deliverer().deliverDue();
      const [row] = await rows(at);
      const waitMs = Date.parse(row?.next_try_at ?? "") - at.clock.now();
      waits.push(waitMs / 1_000);
      at.clock.advance(waitMs - 1);
      await at.deliverer().deliverDue();
      expect(at.receiver.received, "not before its time").toHaveLength(round + 1);
      at.clock.advance(1);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
    at.receiver.answers.splice(0, 1, status(200));
    await at.deliverer().deliverDue();
    expect(await rows(at)).toMatchObject([{ tries: 11, delivered_at: expect.any(String) }]);
    const bodies = new Set(at.receiver.received.map(({ body }) => body));
    expect(bodies.size, "a repeat is the same text under the same id").toBe(1);
  });

  it("is not followed to another address", async () => {
    const at = await desk();
    const elsewhere = await webhook();
    await raise(at, stuck);
    at.receiver.answers.splice(0, 1, status(307, { location: elsewhere.url }));
    await at.deliverer().deliverDue();
    expect(elsewhere.received).toEqual([]);
    expect(at.events("alert.not-delivered")).toMatchObject([{ httpStatus: 307 }]);
    expect(await rows(at)).toMatchObject([{ delivered_at: null }]);
  });

  it("that is down costs one try a round, and gets everything when it is back", async () => {
    const at = await desk();
    await raise(at, stuck);
    await raise(at, unknown);
    await at.receiver.stop();
    await at.deliverer().deliverDue();
    expect(at.events("alert.not-delivered")).toMatchObject([{ httpStatus: null, cause: "ECONNREFUSED" }]);
    await at.receiver.start();
    at.clock.advance(5_000);
    await at.deliverer({ holder: "after a restart" }).deliverDue();
    expect(at.receiver.received, "another run has the lease for now").toEqual([]);
    at.clock.advance(30_000);
    await at.deliverer({ holder: "after a restart" }).deliverDue();
    expect(at.receiver.received.map(({ body }) => JSON.parse(body).kind).sort()).toEqual([
      "request-stuck",
      "request-unknown",
    ]);
  });

  it("that never answers is given up after the time-out, and its address is not in the log", async () => {
    const at = await desk();
    await raise(at, stuck);
    at.receiver.answers.splice(0, 1, () => undefined);
    await at.deliverer({ postTimeoutMs: 50 }).deliverDue();
    expect(at.events("alert.not-delivered")).toMatchObject([{ httpStatus: null, cause: "TimeoutError" }]);
    expect(JSON.stringify(at.events("alert.not-delivered"))).not.toContain("/hook");
    expect(await rows(at)).toMatchObject([{ delivered_at: null, tries: 1 }]);
  });

  it("that refuses one notice does not keep the next one back", async () => {
    const at = await desk();
    await raise(at, stuck);
    at.clock.advance(1);
    await raise(at, unknown);
    at.receiver.answers.unshift(status(400));
    await at.deliverer().deliverDue();
    expect(at.receiver.received).toHaveLength(2);
    expect((await rows(at)).filter(({ delivered_at }) => delivered_at !== null)).toMatchObject([
      { kind: "request-unknown" },
    ]);
  });
});

describe("several replicas and restarts", () => {
  it("one brings notices out while the others leave them alone", async () => {
    const at = await desk();
    await raise(at, stuck);
    await raise(at, unknown);
    const held = Promise.withResolvers<void>();
    at.receiver.answers.unshift((response) => {
      void held.promise.then(() => response.writeHead(204).end());
    });
    const first = at.deliverer().deliverDue();
    await expect.poll(() => at.receiver.received.length).toBe(1);
    await at.deliverer({ holder: "replica-2" }).deliverDue();
    expect(at.receiver.received).toHaveLength(1);
    held.resolve();
    await first;
    expect(at.receiver.received).toHaveLength(2);
  });

  it("what was on its way when a process ended is posted again by the next, under the same id", async () => {
    const at = await desk();
    const id = await raise(at, stuck);
    at.receiver.answers.unshift(() => undefined);
    const ended = at.deliverer();
    const round = ended.deliverDue();
    await expect.poll(() => at.receiver.received.length).toBe(1);
    await ended.stop();
    await round;
    at.clock.advance(40_000);
    await at.deliverer({ holder: "replica-2" }).deliverDue();
    expect(at.receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id, id]);
    expect(await rows(at)).toMatchObject([{ tries: 2, delivered_at: expect.any(String) }]);
  });

  it("begins by itself when it is started, and ends when it is stopped", async () => {
    const at = await desk();
    const deliverer = at.deliverer();
    deliverer.start();
    const keepAlive = setInterval(() => undefined, 1_000);
    await raise(at, stuck);
    await expect
      .poll(async () => (await rows(at))[0]?.delivered_at, { timeout: 15_000 })
      .toEqual(expect.any(String));
    await deliverer.stop();
    clearInterval(keepAlive);
    expect(at.receiver.received).toHaveLength(1);
  });
});

describe("the list of notices", () => {
  it("forgets what was delivered a month ago, and nothing that was not", async () => {
    const at = await desk();
    const old = await raise(at, stuck);
    await at.deliverer().deliverDue();
    at.receiver.answers.splice(0, 1, status(500));
    const waiting = await raise(at, unknown);
    await at.deliverer().deliverDue();
    at.clock.advance(31 * 24 * 3_600_000);
    // The one that waits is refused once more, and then another is delivered.
    at.receiver.answers.splice(0, 1, status(500), status(200));
    const again = await raise(at, stuck);
    await at.deliverer().deliverDue();
    const ids = (await rows(at)).map(({ id }) => id);
    expect(ids.sort()).toEqual([waiting, again].sort());
    expect(ids).not.toContain(old);
  });

  it("keeps one that cannot be read from stopping the others", async () => {
    const at = await desk();
    await raise(at, stuck);
    valueIn(await at.store.write((tx) => tx.updateTable("notices").set({ body: "{}" }).execute()));
    at.clock.advance(1);
    await raise(at, unknown);
    await at.deliverer().deliverDue();
    expect(at.receiver.received.map(({ body }) => JSON.parse(body).subject)).toEqual(["unreadable", "r-2"]);
  });
});

it("says so when the database takes no record, and ends the round", async () => {
  const at = await desk();
  await raise(at, stuck);
  at.receiver.answers.unshift((response) => {
    void at.store.close().then(() => response.writeHead(200).end());
  });
  await at.deliverer().deliverDue();
  expect(at.events("alert.not-recorded")).toMatchObject([{ why: "closed" }]);
});
