import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { logOf, type SampleLog, sampleEvent } from "#lib/audit/audit.test-data.ts";
import { eventHash } from "#lib/audit/event-chain.ts";
import { openRawDatabase, type RawDatabase } from "#lib/audit/testing/raw-database.ts";
import { unprotect } from "#lib/audit/testing/tamperings.ts";
import { canonicalJson } from "#lib/core/json.ts";
import { temporaryFolder, valueIn } from "#lib/store/temporary-store.test-data.ts";

const COUNT = 30;
let log: SampleLog;
let head: { seq: number; hash: string };

beforeEach(async () => {
  log = await logOf(Array.from({ length: COUNT }, (_, n) => sampleEvent({ reason: `reason ${n}` })));
  head = valueIn(await log.audit.head());
});

type Change = (database: RawDatabase) => Promise<void>;

/** What someone with the database and without scruples can do. */
async function tamper(change: Change): Promise<void> {
  const database = await openRawDatabase(log.url);
  await unprotect(database);
  await change(database);
  await database.close();
}

function run(...statements: string[]): Change {
  return async (database) => {
    for (const statement of statements) await database.run(statement);
  };
}

async function rowsFrom(database: RawDatabase, seq: number) {
  const rows = await database.run("SELECT seq, body, prev_hash FROM events WHERE seq >= ? ORDER BY seq", [
    seq,
  ]);
  return rows.map((row) => ({
    seq: Number(row.seq),
    body: String(row.body),
    prevHash: String(row.prev_hash),
  }));
}

/** Changes one event and makes everything after it fit again. */
function rewriteFrom(first: number): Change {
  return async (database) => {
    const rows = await rowsFrom(database, first);
    let prevHash = rows[0]?.prevHash ?? "";
    for (const row of rows) {
      const body = row.seq === first ? row.body.replace(/reason (\d+)/, "excuse $1") : row.body;
      const hash = eventHash(row.seq, prevHash, body);
      const values = [body, prevHash, hash, row.seq];
      await database.run("UPDATE events SET body = ?, prev_hash = ?, hash = ? WHERE seq = ?", values);
      prevHash = hash;
    }
  };
}

describe("an honest log", () => {
  it("is intact, and says that truncation is not excluded without an outside head", async () => {
    expect(valueIn(await log.audit.verify())).toEqual({
      intact: true,
      count: COUNT,
      head,
      comparedWith: "no outside head: truncation is not excluded; signatures not checked: no public key",
      compared: [],
      signed: null,
      held: { fromSeq: 1, sealed: null },
    });
  });

  it("is intact against an older head, and names it", async () => {
    valueIn(await log.audit.append(sampleEvent()));
    const verdict = valueIn(await log.audit.verify({ heads: [{ ...head, at: "2026-11-23T08:01:00.000Z" }] }));
    expect(verdict).toMatchObject({
      intact: true,
      count: COUNT + 1,
      compared: [{ source: "given", seq: COUNT, at: "2026-11-23T08:01:00.000Z" }],
    });
    expect(verdict).toHaveProperty(
      "comparedWith",
      expect.stringContaining(`head of 2026-11-23T08:01:00.000Z at event ${COUNT} (given)`),
    );
  });

  it("is intact while it is empty", async () => {
    const empty = await logOf([]);
    expect(valueIn(await empty.audit.verify())).toMatchObject({ intact: true, count: 0 });
  });

  it("refuses changes and deletions by itself", async () => {
    const update = await log.store.write((tx) =>
      tx
        .updateTable("events")
        .set({ reason: "x" } as never)
        .execute(),
    );
    expect(update.ok).toBe(false);
    const refused = { ok: false, error: { kind: "conflict", constraint: "events are append-only" } };
    expect(await log.store.write((tx) => tx.updateTable("events").set({ result: "ok" }).execute())).toEqual(
      refused,
    );
    expect(await log.store.write((tx) => tx.deleteFrom("events").execute())).toEqual(refused);
  });

  it("hashes number, previous hash and the digest of the canonical JSON, as anyone can repeat", async () => {
    const rows = await log.store.read((db) => db.selectFrom("events").selectAll().orderBy("seq").execute());
    const [first, second] = valueIn(rows);
    expect(first?.prev_hash).toBe("0".repeat(64));
    expect(second?.prev_hash).toBe(first?.hash);
    expect(first?.body).toBe(canonicalJson(JSON.parse(first?.body ?? "")));
    const sha256 = (input: string) => String(spawnSync("sha256sum", { input }).stdout).slice(0, 64);
    expect(sha256(`2${second?.prev_hash}${sha256(second?.body ?? "")}`)).toBe(second?.hash);
  });
});

describe("tampering", () => {
  it.each([
    [
      "a changed body",
      12,
      run(`UPDATE events SET body = replace(body, 'reason 11', 'reason 99') WHERE seq = 12`),
    ],
    ["a body in another spelling", 12, run(`UPDATE events SET body = body || ' ' WHERE seq = 12`)],
    ["a changed search column", 12, run("UPDATE events SET actor_name = 'someone' WHERE seq = 12")],
    ["a changed time column", 12, run("UPDATE events SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 12")],
    ["an emptied search column", 12, run("UPDATE events SET network_interface_id = NULL WHERE seq = 12")],
    ["a changed hash", 12, run(`UPDATE events SET hash = '${"a".repeat(64)}' WHERE seq = 12`)],
    ["a deleted event", 12, run("DELETE FROM events WHERE seq = 12")],
    ["the first event deleted", 1, run("DELETE FROM events WHERE seq = 1")],
    [
      "an event deleted and the rest renumbered",
      12,
      run("DELETE FROM events WHERE seq = 12", "UPDATE events SET seq = seq - 1 WHERE seq > 12"),
    ],
    [
      "two events exchanged",
      12,
      run(
        "UPDATE events SET seq = 999 WHERE seq = 12",
        "UPDATE events SET seq = 12 WHERE seq = 13",
        "UPDATE events SET seq = 13 WHERE seq = 999",
      ),
    ],
    [
      "an event put in twice",
      13,
      run(
        "UPDATE events SET seq = -seq WHERE seq >= 12",
        "UPDATE events SET seq = 1 - seq WHERE seq < 0",
        "INSERT INTO events SELECT 12, at, schema_version, action, result, actor_issuer, actor_subject, actor_name, account_id, region_id, instance_id, network_interface_id, ecs_request_id, request_id, ticket, correlation_id, body, prev_hash, hash FROM events WHERE seq = 13",
      ),
    ],
  ])("%s is found where it is", async (_what, seq, change) => {
    await tamper(change);
    expect(valueIn(await log.audit.verify())).toMatchObject({ intact: false, firstBadSeq: seq });
  });

  it.each([
    ["a body that is no event", 30, 30, () => "{}"],
    ["a body in another spelling", 30, 30, (body: string) => `${body} `],
    ["an event rewritten alone", 12, 13, (body: string) => body.replace("reason 11", "reason 99")],
  ])("%s is found even when its own hash fits", async (_what, seq, firstBadSeq, rewrite) => {
    await tamper(async (database) => {
      const [row] = await rowsFrom(database, seq);
      const body = rewrite(row?.body ?? "");
      const hash = eventHash(seq, row?.prevHash ?? "", body);
      await database.run("UPDATE events SET body = ?, hash = ? WHERE seq = ?", [body, hash, seq]);
    });
    expect(valueIn(await log.audit.verify())).toMatchObject({ intact: false, firstBadSeq });
  });

  it.each([
    ["the tail cut off", run("DELETE FROM events WHERE seq > 20")],
    ["everything deleted", run("DELETE FROM events")],
    ["the last event rewritten", rewriteFrom(COUNT)],
    ["a suffix rewritten and hashed again", rewriteFrom(12)],
  ])("%s fits in itself, and is found with an outside head", async (_what, change) => {
    await tamper(change);
    expect(valueIn(await log.audit.verify())).toMatchObject({ intact: true });
    expect(valueIn(await log.audit.verify({ heads: [{ hash: head.hash }] }))).toMatchObject({
      intact: false,
    });
    expect(valueIn(await log.audit.verify({ heads: [head] }))).toMatchObject({ intact: false });
  });

  it.each(["{}", "not JSON"])("an event that says %s is still listed, as damaged", async (body) => {
    await tamper((database) =>
      database.run("UPDATE events SET body = ? WHERE seq = 12", [body]).then(() => {}),
    );
    const page = valueIn(await log.audit.list({}, { cursor: null, limit: COUNT }));
    expect(page.items).toHaveLength(COUNT);
    expect(page.items.find(({ seq }) => seq === 12)).toMatchObject({
      result: "unknown",
      actor: { name: "operator" },
      message: expect.stringContaining("damaged"),
    });
    expect(valueIn(await log.audit.eventsOfRequest("req-1"))).toHaveLength(COUNT);
  });

  it("names the first missing event when the head says its number", async () => {
    await tamper(run("DELETE FROM events WHERE seq > 20"));
    expect(valueIn(await log.audit.verify({ heads: [head] }))).toMatchObject({
      intact: false,
      firstBadSeq: 21,
    });
  });
});

describe("the command", () => {
  const verify = (...more: string[]) =>
    spawnSync(
      process.execPath,
      ["--conditions=react-server", "scripts/audit-verify.ts", "--database", log.url, ...more],
      { encoding: "utf8" },
    );

  it("verifies beside the running server and says what it compared with", () => {
    const { status, stdout } = verify("--head", `${head.seq}:${head.hash}`);
    expect(stdout).toContain(`Intact: ${COUNT} events. Head: ${COUNT}:${head.hash}`);
    expect(stdout).toContain(`head at event ${COUNT} (given)`);
    expect(stdout).toMatch(/\d+ events\/s/);
    expect(status).toBe(0);
    expect(verify().stdout).toContain("truncation is not excluded");
  });

  it("names the first bad event and exits with 1", async () => {
    await tamper(run("DELETE FROM events WHERE seq = 12"));
    const { status, stderr } = verify();
    expect(stderr).toContain("Damaged at event 12");
    expect(status).toBe(1);
  });

  it("finds the database where the server does, also by a file that holds its address", () => {
    const path = join(temporaryFolder(), "address");
    writeFileSync(path, `${log.url}\n`);
    const { stdout } = spawnSync(process.execPath, ["--conditions=react-server", "scripts/audit-verify.ts"], {
      encoding: "utf8",
      env: { ...process.env, DATABASE_URL_FILE: path },
    });
    expect(stdout).toContain(`Intact: ${COUNT} events.`);
  });

  it("exits with 2 when it could not check", () => {
    expect(verify("--head", "12").status).toBe(2);
    expect(verify("--database", "file:/nonexistent/x.db").status).toBe(2);
  });
});
