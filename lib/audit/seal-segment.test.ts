import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { appendMany, logOf, newKey, type SampleLog, sampleEvent } from "#lib/audit/audit.test-data.ts";
import { readSeals } from "#lib/audit/held-range.ts";
import { type SealDeps, sealOldest } from "#lib/audit/seal-segment.ts";
import { openRawDatabase } from "#lib/audit/testing/raw-database.ts";
import { seeded, TAMPERINGS, unprotect } from "#lib/audit/testing/tamperings.ts";
import { verifyChain } from "#lib/audit/verify-chain.ts";
import { verifyFile } from "#lib/audit/verify-file.ts";
import { temporaryFolder, valueIn } from "#lib/store/temporary-store.test-data.ts";

const OLD = 60;
const YOUNG = 10;
const DAYS = 200;
const DAY_MS = 86_400_000;
const { key, publicPem } = newKey();

/** OLD events, a pause longer than the retention, YOUNG events. */
async function agedLog(old = OLD): Promise<SampleLog> {
  const log = await logOf(Array.from({ length: old }, (_, n) => sampleEvent({ reason: `old ${n}` })));
  log.clock.advance((DAYS + 1) * DAY_MS);
  await appendMany(log, YOUNG);
  return log;
}

function sealing({ store, clock }: SampleLog, change: Partial<SealDeps> = {}): SealDeps {
  return { store, clock, key, folder: join(temporaryFolder(), "archives"), retentionDays: DAYS, ...change };
}

const seqsIn = async (log: SampleLog) =>
  valueIn(await log.store.read((db) => db.selectFrom("events").select("seq").orderBy("seq").execute())).map(
    ({ seq }) => seq,
  );

async function openRequest(log: SampleLog, id: string, state: string): Promise<void> {
  const at = "2026-11-23T08:00:00.000Z";
  const none = null;
  valueIn(
    await log.store.write((tx) =>
      tx
        .insertInto("requests")
        .values({
          id,
          state,
          action: "detach",
          account_id: "1234567890123456",
          region_id: "cn-hangzhou",
          instance_id: "i-bp1aaaaaaaa",
          network_interface_id: "eni-bp1aaaaaaaa",
          trunk_network_interface_id: none,
          asked_by_user_id: "u-1",
          asked_by_name: "operator",
          asked_at: at,
          updated_at: at,
          ended_at: none,
          reason: "replaced by a larger one",
          ticket: none,
          outcome: "unknown",
          evidence: none,
          ecs_request_id: none,
          code: none,
          detaching_since: none,
          send_deadline: none,
          fence: 0,
          snapshot: "{}",
          warnings: "[]",
          blockers: "[]",
          from_address: "192.0.2.1",
          from_user_agent: "test",
          correlation_id: "c-1",
          lease_holder: none,
          lease_until: none,
          origin_request_id: none,
        })
        .execute(),
    ),
  );
}

describe("sealing the oldest range", () => {
  it("archives it, closes it by an event, removes its rows, and leaves a chain that verifies", async () => {
    const log = await agedLog();
    const end = valueIn(await log.audit.head());
    const deps = sealing(log);
    const report = valueIn(await sealOldest(deps));
    expect(report).toMatchObject({ fromSeq: 1, toSeq: OLD, removed: OLD });
    expect((await seqsIn(log))[0]).toBe(OLD + 1);
    const verdict = valueIn(await verifyChain(log.store, { heads: [end], keys: [key] }));
    expect(verdict).toMatchObject({ intact: true, count: YOUNG + 1 });
    const page = valueIn(await log.audit.list({}, { cursor: null, limit: 1 }));
    expect(page.held).toMatchObject({ fromSeq: OLD + 1, sealed: { toSeq: OLD, archive: report?.archive } });
    expect(page.items[0]).toMatchObject({
      action: "segment.sealed",
      after: { fromSeq: 1, toSeq: OLD, count: OLD, archive: report?.archive, keyId: key.keyId },
    });
    expect(valueIn(await log.audit.exportCover({})).held).toEqual(page.held);
  });

  it("writes an archive for its owner alone that verifies without the database", async () => {
    const log = await agedLog();
    const deps = sealing(log);
    const report = valueIn(await sealOldest(deps));
    const path = join(deps.folder, report?.archive ?? "");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(deps.folder)).toEqual([report?.archive]);
    const verdict = valueIn(await verifyFile(path, { keys: [key] }));
    const [seal] = valueIn(await log.store.read(readSeals));
    expect(verdict).toMatchObject({
      count: OLD,
      digest: seal?.archive_digest,
      cover: { head: { seq: OLD } },
    });
  });

  it("takes nothing that is younger, and nothing at all where all is", async () => {
    const log = await logOf([sampleEvent()]);
    log.clock.advance((DAYS - 1) * DAY_MS);
    expect(valueIn(await sealOldest(sealing(log)))).toBeNull();
    expect(await seqsIn(log)).toEqual([1]);
  });

  it.each([
    ["stuck", 39],
    ["detached", 100],
  ])("ends before the first event of a request that is %s at %d", async (state, toSeq) => {
    const log = await logOf(
      Array.from({ length: 100 }, (_, n) => sampleEvent({ request: n === 39 ? "req-open" : "req-1" })),
    );
    await openRequest(log, "req-open", state);
    log.clock.advance((DAYS + 1) * DAY_MS);
    expect(valueIn(await sealOldest(sealing(log)))).toMatchObject({ toSeq });
  });

  it("seals nothing when a request in the range was opened again while the archive was written", async () => {
    const log = await agedLog(50);
    const deps = sealing(log, {
      onStep: async (done) => {
        if (done === "archived") await openRequest(log, "req-1", "stuck");
      },
    });
    expect(await sealOldest(deps)).toMatchObject({
      ok: false,
      error: expect.stringContaining("changed meanwhile"),
    });
    expect(await seqsIn(log)).toHaveLength(50 + YOUNG);
    expect(valueIn(await log.store.read(readSeals))).toEqual([]);
  });

  it("goes on with the next range later, and compares with a head at the seal itself", async () => {
    const log = await agedLog();
    const deps = sealing(log);
    valueIn(await sealOldest(deps));
    log.clock.advance((DAYS + 1) * DAY_MS);
    valueIn(await log.audit.append(sampleEvent()));
    const second = valueIn(await sealOldest(deps));
    expect(second).toMatchObject({ fromSeq: OLD + 1, toSeq: OLD + YOUNG + 1 });
    const seals = valueIn(await log.store.read(readSeals));
    expect(seals).toHaveLength(2);
    const heads = [{ seq: second?.toSeq, hash: seals[1]?.last_hash ?? "" }];
    expect(valueIn(await verifyChain(log.store, { heads }))).toMatchObject({ intact: true });
    const wrong = [{ seq: second?.toSeq, hash: "a".repeat(64) }];
    expect(valueIn(await verifyChain(log.store, { heads: wrong }))).toMatchObject({ intact: false });
    const path = join(deps.folder, second?.archive ?? "");
    expect(valueIn(await verifyFile(path, { keys: [key] })).cover.held.fromSeq).toBe(OLD + 1);
  });

  it("seals nothing of a log that is broken", async () => {
    const log = await agedLog(50);
    const database = await openRawDatabase(log.url);
    await unprotect(database);
    await database.run("UPDATE events SET actor_name = 'x' WHERE seq = 60");
    await database.close();
    expect(await sealOldest(sealing(log))).toMatchObject({ ok: false });
    expect(await seqsIn(log)).toHaveLength(50 + YOUNG);
  });
});

describe("a run that is cut off", () => {
  it.each(["archived", "sealed", "some-removed"] as const)("after it has %s is continued", async (step) => {
    const log = await agedLog(1_050);
    const folder = join(temporaryFolder(), "archives");
    const cutOff = sealing(log, {
      folder,
      onStep: (done) => {
        if (done === step) throw new Error("cut off");
      },
    });
    await expect(sealOldest(cutOff)).rejects.toThrow("cut off");
    expect(valueIn(await verifyChain(log.store, { keys: [key] }))).toMatchObject({ intact: true });
    const seqs = await seqsIn(log);
    expect(seqs[0] === 1 || step === "some-removed").toBe(true);
    expect(valueIn(await sealOldest(sealing(log, { folder })))).toMatchObject({ fromSeq: 1, toSeq: 1_050 });
    expect((await seqsIn(log))[0]).toBe(1_051);
    expect(valueIn(await log.store.read(readSeals))).toHaveLength(1);
    expect(valueIn(await verifyChain(log.store, { keys: [key] }))).toMatchObject({ intact: true });
    const [archive = ""] = readdirSync(folder);
    expect(valueIn(await verifyFile(join(folder, archive), { keys: [key] })).count).toBe(1_050);
  });

  it("removes nothing while the archive is not there, or is another one", async () => {
    const log = await agedLog(50);
    const deps = sealing(log, {
      onStep: (done) => {
        if (done === "sealed") throw new Error("cut off");
      },
    });
    await expect(sealOldest(deps)).rejects.toThrow("cut off");
    const elsewhere = await sealOldest(sealing(log));
    expect(elsewhere).toMatchObject({ ok: false, error: expect.stringContaining("not in this folder") });
    const [archive = ""] = readdirSync(deps.folder);
    writeFileSync(join(deps.folder, archive), "another");
    expect(await sealOldest(sealing(log, { folder: deps.folder }))).toMatchObject({ ok: false });
    expect(await seqsIn(log)).toHaveLength(50 + YOUNG + 1);
  });
});

describe("a forged seal", () => {
  const seal = (toSeq: number, lastHash: string, sealedBySeq: number) =>
    [
      "INSERT INTO seals (from_seq, to_seq, prev_hash, last_hash, archive, archive_digest, sealed_at, sealed_by_seq)",
      `VALUES (1, ${toSeq}, '${"0".repeat(64)}', '${lastHash}', 'x.jsonl', 'y', '2026-11-23T08:00:00.000Z', ${sealedBySeq})`,
    ].join(" ");

  it.each([
    ["without an event", YOUNG + 50 + 1],
    ["that names another event", YOUNG + 50],
  ])("%s lets rows go, and is found", async (_what, sealedBySeq) => {
    const log = await agedLog(50);
    const [, , , , fifth] = valueIn(
      await log.store.read((db) => db.selectFrom("events").selectAll().orderBy("seq").execute()),
    );
    const database = await openRawDatabase(log.url);
    await database.run(seal(5, fifth?.hash ?? "", sealedBySeq));
    await database.run("DELETE FROM events WHERE seq <= 5");
    await database.close();
    expect(valueIn(await verifyChain(log.store))).toMatchObject({
      intact: false,
      firstBadSeq: 1,
      problem: expect.stringContaining("no event of the log says that they were sealed"),
    });
  });

  it.each([
    ["a wider range", "UPDATE seals SET to_seq = 60"],
    ["another archive", "UPDATE seals SET archive_digest = 'another'"],
    ["another beginning", "UPDATE seals SET from_seq = 2"],
    ["another end", `UPDATE seals SET last_hash = '${"a".repeat(64)}'`],
    ["no seal at all", "DELETE FROM seals"],
  ])("that was changed to %s is found", async (_what, change) => {
    const log = await agedLog(50);
    valueIn(await sealOldest(sealing(log)));
    const database = await openRawDatabase(log.url);
    await unprotect(database);
    await database.run(change);
    await database.close();
    expect(valueIn(await verifyChain(log.store))).toMatchObject({ intact: false });
  });

  it("is found among those whose events are archived themselves", async () => {
    const log = await agedLog(50);
    const deps = sealing(log);
    valueIn(await sealOldest(deps));
    log.clock.advance((DAYS + 1) * DAY_MS);
    valueIn(await log.audit.append(sampleEvent()));
    valueIn(await sealOldest(deps));
    const database = await openRawDatabase(log.url);
    await unprotect(database);
    await database.run("UPDATE seals SET to_seq = 40 WHERE from_seq = 1");
    await database.close();
    expect(valueIn(await verifyChain(log.store))).toMatchObject({
      intact: false,
      problem: expect.stringContaining("does not follow the one before"),
    });
  });

  it("does not cover rows that are still there and were rewritten since", async () => {
    const log = await agedLog(50);
    const cutOff = sealing(log, {
      onStep: (done) => {
        if (done === "sealed") throw new Error("cut off");
      },
    });
    await expect(sealOldest(cutOff)).rejects.toThrow("cut off");
    const database = await openRawDatabase(log.url);
    await TAMPERINGS.find(({ name }) => name === "re-hash the suffix")?.apply(database, 20, seeded(1));
    await database.close();
    expect(valueIn(await verifyChain(log.store))).toMatchObject({
      intact: false,
      firstBadSeq: 50,
      problem: expect.stringContaining("another hash than the seal"),
    });
  });

  it("whose event was signed with another key is found", async () => {
    const log = await agedLog(50);
    valueIn(await sealOldest(sealing(log)));
    const impostor = { ...newKey().key, keyId: key.keyId };
    expect(valueIn(await verifyChain(log.store, { keys: [impostor] }))).toMatchObject({
      intact: false,
      problem: expect.stringContaining("signature of the seal"),
    });
  });
});

describe("the commands", () => {
  const run = (script: string, args: string[], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, ["--conditions=react-server", `scripts/${script}.ts`, ...args], {
      encoding: "utf8",
      env: { ...process.env, ...env },
    });

  it("seal beside the running server what is old by the clock on the wall", async () => {
    const log = await logOf([]);
    log.clock.advance(-3_650 * DAY_MS);
    await appendMany(log, 40);
    const args = ["--to", join(temporaryFolder(), "archives"), "--database", log.url];
    const unset = run("audit-seal", args);
    expect([unset.status, unset.stderr]).toEqual([
      1,
      expect.stringContaining("AUDIT_RETENTION_DAYS is not set"),
    ]);
    const few = run("audit-seal", args, { AUDIT_RETENTION_DAYS: "3" });
    expect([few.status, few.stderr]).toEqual([1, expect.stringContaining("at least 180")]);
    const none = run("audit-seal", args, { AUDIT_RETENTION_DAYS: "99999" });
    expect([none.status, none.stdout]).toEqual([0, expect.stringContaining("Nothing is older")]);
    const done = run("audit-seal", args, { AUDIT_RETENTION_DAYS: "180" });
    expect([done.status, done.stdout]).toEqual([0, expect.stringContaining("Events 1 to 40")]);
    expect(await seqsIn(log)).toEqual([41]);
  });

  it("verify an archive with the public key, and name what was changed in it", async () => {
    const log = await agedLog(60);
    const deps = sealing(log);
    const report = valueIn(await sealOldest(deps));
    const path = join(deps.folder, report?.archive ?? "");
    const publicKey = join(temporaryFolder(), "public.pem");
    writeFileSync(publicKey, publicPem);
    const good = run("audit-verify", ["--file", path, "--public-key", publicKey]);
    expect(good.stdout).toContain("Intact: 60 events.");
    expect(good.stdout).toContain(`by key ${key.keyId}`);
    writeFileSync(path, readFileSync(path, "utf8").replace("old 41", "old 14"));
    const bad = run("audit-verify", ["--file", path]);
    expect([bad.status, bad.stderr]).toEqual([1, expect.stringContaining("Damaged at event 42")]);
  });
});
