import { verify } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { appendMany, logOf, newKey, type SampleLog, sampleEvent } from "#lib/audit/audit.test-data.ts";
import { createAuditLog } from "#lib/audit/audit-log.ts";
import { eventHash } from "#lib/audit/event-chain.ts";
import { HeadMemory } from "#lib/audit/head-memory.ts";
import { HeadPublisher, type HeadPublisherDeps } from "#lib/audit/head-publisher.ts";
import { deliveryTo } from "#lib/audit/head-sink.ts";
import { readHeadsFile } from "#lib/audit/heads-file.ts";
import type { ChainProblem } from "#lib/audit/outside-heads.ts";
import { signatureOf } from "#lib/audit/signed-head.ts";
import { openRawDatabase } from "#lib/audit/testing/raw-database.ts";
import { seeded, TAMPERINGS, unprotect } from "#lib/audit/testing/tamperings.ts";
import { Secret } from "#lib/config/secret.ts";
import type { SignedHead } from "#lib/contract/audit.ts";
import { temporaryFolder, valueIn } from "#lib/store/temporary-store.test-data.ts";

const MINUTE = 60_000;

interface Publishing extends SampleLog {
  publisher: HeadPublisher;
  lines: [event: string, fields: Record<string, unknown>][];
  broken: ChainProblem[];
}

async function publishing(change: Partial<HeadPublisherDeps> = {}, count = 3): Promise<Publishing> {
  const log = await logOf(Array.from({ length: count }, () => sampleEvent()));
  return { ...log, ...publisherOf(log, change) };
}

function publisherOf({ store, clock }: SampleLog, change: Partial<HeadPublisherDeps> = {}) {
  const lines: Publishing["lines"] = [];
  const broken: ChainProblem[] = [];
  const publisher = new HeadPublisher({
    store,
    clock,
    key: null,
    deliver: null,
    memory: new HeadMemory(),
    headsFile: null,
    log: (_level, event, fields) => lines.push([event, fields]),
    onBroken: async (problem) => void broken.push(problem),
    ...change,
  });
  return { publisher, lines, broken };
}

async function actionsOf({ audit }: SampleLog): Promise<string[]> {
  const page = valueIn(await audit.list({}, { cursor: null, limit: 100 }));
  return page.items.map(({ action }) => action).reverse();
}

async function headsIn({ audit }: SampleLog): Promise<number> {
  const filters = { action: "system.head-published" };
  return valueIn(await audit.list(filters, { cursor: null, limit: 100 })).items.length;
}

describe("publishing a head", () => {
  it("signs the event before it, as an event and as one line", async () => {
    const { key } = newKey();
    const log = await publishing({ key });
    const end = valueIn(await log.audit.head());
    const head = valueIn(await log.publisher.publish());
    expect(head).toMatchObject({ ...end, schemaVersion: 1, keyId: key.keyId });
    expect(head && signatureOf(head, [key])).toBe("valid");
    expect(log.lines).toEqual([["audit.head", { ...head }]]);
    const page = valueIn(await log.audit.list({}, { cursor: null, limit: 1 }));
    expect(page.items[0]).toMatchObject({ action: "system.head-published", seq: end.seq + 1, after: head });
    expect(page.publishedHead).toEqual(head);
  });

  it("can be checked by anyone who has the public half and the documented text", async () => {
    const { key, publicPem } = newKey();
    const log = await publishing({ key });
    const head = valueIn(await log.publisher.publish());
    const text = `ENI Desk audit head 1\n${head?.seq}\n${head?.hash}\n${head?.at}\n${head?.keyId}\n`;
    const signature = Buffer.from(head?.signature ?? "", "base64");
    expect(verify(null, Buffer.from(text), publicPem, signature)).toBe(true);
  });

  it.each<[string, (head: SignedHead) => SignedHead]>([
    ["another number", (head) => ({ ...head, seq: head.seq + 1 })],
    ["another hash", (head) => ({ ...head, hash: "a".repeat(64) })],
    ["another time", (head) => ({ ...head, at: "2026-11-23T09:00:00.000Z" })],
    ["no signature left", (head) => ({ ...head, signature: null })],
    ["half a signature", (head) => ({ ...head, signature: head.signature?.slice(8) ?? null })],
  ])("is forged with %s", async (_what, change) => {
    const { key } = newKey();
    const log = await publishing({ key });
    const head = valueIn(await log.publisher.publish());
    expect(head && signatureOf(change(head), [key])).toBe("forged");
    expect(head && signatureOf(head, [newKey().key])).toBe("unknown-key");
  });

  it("says that it is unsigned where there is no key", async () => {
    const log = await publishing();
    expect(valueIn(await log.publisher.publish())).toMatchObject({ keyId: null, signature: null });
  });

  it("happens once for what is new, and not for heads alone", async () => {
    const log = await publishing();
    const first = valueIn(await log.publisher.publish());
    expect(valueIn(await log.publisher.publish())).toEqual(first);
    expect(await headsIn(log)).toBe(1);
  });

  it("is due at once in a new log, then after ten minutes or 500 events", async () => {
    const log = await publishing();
    await log.publisher.look();
    expect(await headsIn(log)).toBe(1);
    valueIn(await log.audit.append(sampleEvent()));
    log.clock.advance(9 * MINUTE);
    await log.publisher.look();
    expect(await headsIn(log)).toBe(1);
    log.clock.advance(MINUTE);
    await log.publisher.look();
    expect(await headsIn(log)).toBe(2);
    log.clock.advance(60 * MINUTE);
    await log.publisher.look();
    expect(await headsIn(log)).toBe(2);
    await appendMany(log, 500);
    await log.publisher.look();
    expect(await headsIn(log)).toBe(3);
  });

  it("happens once when several replicas look at the same time", async () => {
    const log = await publishing();
    const others = Array.from({ length: 5 }, () => publisherOf(log).publisher);
    await Promise.all([log.publisher, ...others].map((each) => each.look()));
    expect(await headsIn(log)).toBe(1);
  });

  it("publishes and delivers what is left when it stops", async () => {
    const path = join(temporaryFolder(), "heads.jsonl");
    const log = await publishing({ deliver: deliveryTo({ kind: "file", path }) });
    await log.publisher.stop();
    expect(valueIn(await readHeadsFile(path))).toMatchObject([{ seq: 3 }]);
  });

  it("notes a change of keys before the first head of the new one", async () => {
    const [old, next] = [newKey().key, newKey().key];
    const log = await publishing({ key: old });
    valueIn(await log.publisher.publish());
    valueIn(await log.audit.append(sampleEvent()));
    valueIn(await publisherOf(log, { key: next }).publisher.publish());
    valueIn(await log.audit.append(sampleEvent()));
    valueIn(await publisherOf(log, { key: null }).publisher.publish());
    expect((await actionsOf(log)).slice(3)).toEqual([
      "system.head-published",
      "request.asked",
      "settings.changed",
      "system.head-published",
      "request.asked",
      "settings.changed",
      "system.head-published",
    ]);
    const changes = valueIn(await log.audit.list({ action: "settings.changed" }, { cursor: null, limit: 9 }));
    expect(changes.items.map(({ before, after }) => [before?.keyId, after?.keyId])).toEqual([
      [next.keyId, null],
      [old.keyId, next.keyId],
    ]);
    const verdict = valueIn(await log.audit.verify({ keys: [old, next] }));
    expect(verdict).toMatchObject({ intact: true, signed: { keyId: next.keyId } });
    expect(verdict).toHaveProperty("comparedWith", expect.stringContaining("1 heads not signed by a key"));
  });
});

describe("a log that lost what is known of it", () => {
  it.each(["delete the tail", "roll back to an older copy", "re-hash the suffix"])(
    "gets no new head after this: %s",
    async (name) => {
      const { key } = newKey();
      const memory = new HeadMemory();
      const log = await publishing({ key, memory }, 30);
      valueIn(await log.publisher.publish());
      const database = await openRawDatabase(log.url);
      await TAMPERINGS.find((each) => each.name === name)?.apply(database, 12, seeded(1));
      await database.close();
      valueIn(await log.audit.append(sampleEvent()));
      const before = await headsIn(log);
      expect(await log.publisher.publish()).toMatchObject({ ok: false, error: { kind: "broken" } });
      await log.publisher.publish();
      expect(log.broken).toHaveLength(1);
      expect(await headsIn(log)).toBe(before);
      const here = createAuditLog({ store: log.store, clock: log.clock, key, memory });
      expect(valueIn(await here.verify())).toMatchObject({ intact: false });
    },
  );

  it("is known after a restart from the file of heads", async () => {
    const path = join(temporaryFolder(), "heads.jsonl");
    const to = { deliver: deliveryTo({ kind: "file", path }), headsFile: path };
    const log = await publishing(to, 30);
    await log.publisher.stop();
    const database = await openRawDatabase(log.url);
    await TAMPERINGS.find(({ name }) => name === "delete the tail")?.apply(database, 12, seeded(1));
    await database.close();
    valueIn(await log.audit.append(sampleEvent()));
    const { publisher, broken } = publisherOf(log, to);
    await publisher.start();
    await publisher.stop();
    expect(broken).toMatchObject([{ firstBadSeq: 14 }]);
    const here = createAuditLog({ store: log.store, clock: log.clock, headsFile: path });
    expect(valueIn(await here.verify())).toMatchObject({ intact: false, firstBadSeq: 14 });
  });
});

describe("a published head in the log", () => {
  /** Rewrites the last event, which is a head, so that the chain still fits. */
  async function rewritten(change: (body: string) => string): Promise<SampleLog> {
    const log = await publishing({ key: inLog });
    valueIn(await log.publisher.publish());
    const database = await openRawDatabase(log.url);
    await unprotect(database);
    const [row] = await database.run("SELECT * FROM events ORDER BY seq DESC LIMIT 1");
    const seq = Number(row?.seq);
    const body = change(String(row?.body));
    expect(body).not.toBe(row?.body);
    const hash = eventHash(seq, String(row?.prev_hash), body);
    await database.run("UPDATE events SET body = ?, hash = ? WHERE seq = ?", [body, hash, seq]);
    await database.close();
    return log;
  }
  const inLog = newKey().key;

  it.each([
    ["another hash", /"hash":"[0-9a-f]{64}"/, `"hash":"${"a".repeat(64)}"`],
    ["another number", /"seq":3,"sig/, '"seq":2,"sig'],
  ])("is held against the event before it: %s is found without any key", async (_what, from, to) => {
    const log = await rewritten((body) => body.replace(from, to));
    expect(valueIn(await log.audit.verify())).toMatchObject({
      intact: false,
      firstBadSeq: 4,
      problem: expect.stringContaining("not that of the event before it"),
    });
  });

  it("has a signature that only the key can make", async () => {
    const log = await rewritten((body) =>
      body.replace(/"at":"2026-11-23T08:00:03/, '"at":"2026-11-23T07:00:03'),
    );
    const signature = await rewritten((body) =>
      body.replace(/"signature":"(.)/, (_, first) => `"signature":"${first === "+" ? "/" : "+"}`),
    );
    for (const each of [log, signature]) {
      expect(valueIn(await each.audit.verify({ keys: [inLog] }))).toMatchObject({
        intact: false,
        firstBadSeq: 4,
      });
    }
    expect(valueIn(await signature.audit.verify())).toMatchObject({ intact: true });
    expect(valueIn(await signature.audit.verify({ keys: [newKey().key] }))).toMatchObject({ signed: null });
  });
});

describe("delivering heads", () => {
  it("adds lines for the owner alone, one for each head, and begins a new one after one that was cut off", async () => {
    const path = join(temporaryFolder(), "heads.jsonl");
    const { key } = newKey();
    const log = await publishing({ key, deliver: deliveryTo({ kind: "file", path }) });
    await log.publisher.publish();
    valueIn(await log.audit.append(sampleEvent()));
    await log.publisher.stop();
    appendFileSync(path, '{"schemaVersion":1,"seq":9');
    valueIn(await log.audit.append(sampleEvent()));
    await log.publisher.stop();
    expect(valueIn(await readHeadsFile(path, [key])).map(({ seq }) => seq)).toEqual([3, 5, 7]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("refuses a file in which a head was changed", async () => {
    const path = join(temporaryFolder(), "heads.jsonl");
    const { key } = newKey();
    const log = await publishing({ key, deliver: deliveryTo({ kind: "file", path }) });
    await log.publisher.stop();
    const line = readFileSync(path, "utf8");
    appendFileSync(path, line.replace('"seq":3', '"seq":2'));
    expect(await readHeadsFile(path, [key])).toEqual({
      ok: false,
      error: "the signature of its head of event 2 is wrong",
    });
    appendFileSync(path, "{}\n");
    expect(await readHeadsFile(path)).toEqual({ ok: false, error: "a line of it is not a head" });
  });

  it("tries again with the next head what did not arrive", async () => {
    const path = join(temporaryFolder(), "missing", "heads.jsonl");
    const log = await publishing({ deliver: deliveryTo({ kind: "file", path }) });
    await log.publisher.stop();
    expect(log.lines.at(-1)).toEqual(["audit.head-not-delivered", { why: "ENOENT", waiting: 1 }]);
    expect(existsSync(path)).toBe(false);
    mkdirSync(join(path, ".."));
    valueIn(await log.audit.append(sampleEvent()));
    await log.publisher.stop();
    expect(valueIn(await readHeadsFile(path)).map(({ seq }) => seq)).toEqual([3, 5]);
  });

  it("posts to a webhook, takes a refusal or a redirect for a failure, and tells no address", async () => {
    const bodies: unknown[] = [];
    const statuses = [500, 302, 200];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(statuses.shift() ?? 200, { location: "/elsewhere" }).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const url = new Secret(`http://127.0.0.1:${port}/hook?token=canary`);
    const log = await publishing({ deliver: deliveryTo({ kind: "webhook", url }) });
    for (let n = 0; n < 3; n += 1) {
      await log.publisher.stop();
      valueIn(await log.audit.append(sampleEvent()));
    }
    const failed = log.lines.filter(([event]) => event === "audit.head-not-delivered");
    expect(failed.map(([, { why }]) => why)).toEqual(["HTTP 500", "HTTP 302"]);
    expect(bodies.map((body) => (body as { heads: SignedHead[] }).heads.map(({ seq }) => seq))).toEqual([
      [3],
      [3, 5],
      [3, 5, 7],
    ]);
    expect(JSON.stringify(log.lines)).not.toContain("canary");
  });
});
