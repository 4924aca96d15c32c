import { describe, expect, it } from "vitest";
import { logOf, sampleEvent } from "#lib/audit/audit.test-data.ts";
import { AUDIT_ACTIONS, AUDIT_RESULTS } from "#lib/audit/audit-event.ts";
import type { AuditFilters } from "#lib/audit/audit-filters.ts";
import { exportedLines } from "#lib/audit/export-file.ts";
import { csvHeading, toCsv, toJsonl } from "#lib/audit/export-lines.ts";
import { type AuditEventView, auditEventSchema } from "#lib/contract/audit.ts";
import { canonicalJson } from "#lib/core/json.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

const ECS_REQUEST_ID = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E";
const other = { issuer: "local", subject: "u-2", name: "anna", roles: ["operator"] };
const elsewhere = { accountId: "2234567890123456", regionId: "ap-southeast-1", instanceId: "i-t4n00000000" };

const EVENTS = [
  sampleEvent(),
  sampleEvent({ action: "request.answered", requestId: ECS_REQUEST_ID, attempt: 1 }),
  sampleEvent({ actor: other, result: "refused", ticket: "OPS-1", request: "req-2" }),
  sampleEvent({ target: elsewhere, request: "req-3" }),
];

const seqs = (items: AuditEventView[]) => items.map((event) => event.seq);

describe("the list", () => {
  it.each<[string, AuditFilters, number[]]>([
    ["everything, newest first", {}, [4, 3, 2, 1]],
    ["a person by name", { actor: "anna" }, [3]],
    ["a person by subject", { actor: "u-2" }, [3]],
    ["an action", { action: "request.answered" }, [2]],
    ["a result", { result: "refused" }, [3]],
    ["an ENI", { target: "eni-bp1aaaaaaaa" }, [3, 2, 1]],
    ["an instance", { target: "i-t4n00000000" }, [4]],
    ["ECS's RequestId", { requestId: ECS_REQUEST_ID }, [2]],
    ["a request of ours", { requestId: "req-1" }, [2, 1]],
    ["an account", { accountId: "2234567890123456" }, [4]],
    ["a region", { regionId: "cn-hangzhou" }, [3, 2, 1]],
    ["a ticket", { ticket: "OPS-1" }, [3]],
    ["a time, its start included", { from: "2026-11-23T08:00:02.000Z" }, [4, 3]],
    ["a time, its end not included", { to: "2026-11-23T08:00:02.000Z" }, [2, 1]],
    ["all of several filters", { actor: "operator", requestId: "req-1", action: "request.asked" }, [1]],
    ["nothing for quotes and wild cards", { actor: "' OR 1=1 --", ticket: "%" }, []],
  ])("finds %s", async (_what, filters, expected) => {
    const { audit } = await logOf(EVENTS);
    const page = valueIn(await audit.list(filters, { cursor: null, limit: 50 }));
    expect(seqs(page.items)).toEqual(expected);
  });

  it("gives events of the published shape, and the head of the whole log", async () => {
    const { audit } = await logOf(EVENTS);
    const page = valueIn(await audit.list({ actor: "anna" }, { cursor: null, limit: 50 }));
    expect(page.items.map((event) => auditEventSchema.parse(event))).toEqual(page.items);
    expect(page.items[0]).toMatchObject({ seq: 3, at: "2026-11-23T08:00:02.000Z", schemaVersion: 1 });
    expect(page.head).toEqual(valueIn(await audit.head()));
  });

  it("turns pages that what is appended meanwhile does not move", async () => {
    const { audit } = await logOf(EVENTS);
    const first = valueIn(await audit.list({}, { cursor: null, limit: 2 }));
    valueIn(await audit.append(sampleEvent()));
    const second = valueIn(await audit.list({}, { cursor: first.cursor, limit: 2 }));
    expect([seqs(first.items), seqs(second.items), second.cursor]).toEqual([[4, 3], [2, 1], null]);
  });

  it("tells a request's story from its beginning", async () => {
    const { audit } = await logOf(EVENTS);
    expect(seqs(valueIn(await audit.eventsOfRequest("req-1")))).toEqual([1, 2]);
  });

  it("takes every published action and result", async () => {
    // What these two say is part of the chain, so only their makers can write them.
    const plain = AUDIT_ACTIONS.filter((each) => !["system.head-published", "segment.sealed"].includes(each));
    const all = plain.flatMap((action) => AUDIT_RESULTS.map((result) => sampleEvent({ action, result })));
    const { audit } = await logOf(all);
    expect(valueIn(await audit.verify())).toMatchObject({ intact: true, count: all.length });
  });
});

describe("counting by day", () => {
  it("counts the days of the time zone asked for", async () => {
    const { audit, clock } = await logOf([]);
    for (const at of ["2026-11-22T15:59:59.999Z", "2026-11-22T16:00:00.000Z", "2026-11-23T01:00:00.000Z"]) {
      clock.advance(Date.parse(at) - clock.now());
      valueIn(await audit.append(sampleEvent()));
    }
    expect(valueIn(await audit.perDay({}, "UTC"))).toEqual([
      { day: "2026-11-22", count: 2 },
      { day: "2026-11-23", count: 1 },
    ]);
    expect(valueIn(await audit.perDay({}, "Asia/Shanghai"))).toEqual([
      { day: "2026-11-22", count: 1 },
      { day: "2026-11-23", count: 2 },
    ]);
    expect(valueIn(await audit.perDay({ actor: "nobody" }, "UTC"))).toEqual([]);
  });

  it("are counted on from where they were counted to, by whoever asks at once", async () => {
    const { audit } = await logOf([sampleEvent(), sampleEvent()]);
    const total = async (filters = {}) =>
      valueIn(await audit.perDay(filters, "Asia/Kathmandu")).reduce((sum, { count }) => sum + count, 0);
    expect(await total()).toBe(2);
    valueIn(await audit.append(sampleEvent()));
    expect(await Promise.all([total(), total(), total({ actor: "operator" })])).toEqual([3, 3, 3]);
    expect(await total()).toBe(3);
  });
});

describe("exporting", () => {
  it("gives every matching event once, oldest first, over several batches", async () => {
    const { audit } = await logOf(Array.from({ length: 1_100 }, () => sampleEvent()));
    const exported: number[] = [];
    const cover = valueIn(await audit.exportCover({ actor: "operator" }));
    for await (const batch of audit.exportRows({ actor: "operator" }, cover))
      exported.push(...seqs(valueIn(batch)));
    expect(exported).toEqual(Array.from({ length: 1_100 }, (_, n) => n + 1));
  });

  it("ends at the event that was last when it began", async () => {
    const { audit } = await logOf(Array.from({ length: 600 }, () => sampleEvent()));
    const cover = valueIn(await audit.exportCover({}));
    let count = 0;
    for await (const batch of audit.exportRows({}, cover)) {
      count += valueIn(batch).length;
      valueIn(await audit.append(sampleEvent()));
    }
    expect(count).toBe(600);
  });

  it("hands over a failure instead of ending early", async () => {
    const { audit, store } = await logOf([sampleEvent()]);
    const cover = valueIn(await audit.exportCover({}));
    await store.close();
    const results: boolean[] = [];
    for await (const batch of audit.exportRows({}, cover)) results.push(batch.ok);
    expect(results).toEqual([false]);
    await expect(Array.fromAsync(exportedLines(audit, {}, "csv", cover))).rejects.toThrow("to its end");
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x","y")', "＝1"])(
    "makes text of the cell %j",
    async (reason) => {
      const { audit } = await logOf([sampleEvent({ reason })]);
      const event = valueIn(await audit.eventsOfRequest("req-1"))[0];
      const line = event ? toCsv(event) : "";
      const cell = `'${reason}`.replaceAll('"', '""');
      const quoted = /[",\t\r]/.test(reason) ? `"${cell}"` : cell;
      expect(line).toContain(`,${quoted},`);
    },
  );

  it("has as many cells as headings, whatever the text holds", async () => {
    const { audit } = await logOf([
      sampleEvent({ reason: 'a, "b"\nc', after: { list: [1, 2], text: "x,y" } }),
    ]);
    const event = valueIn(await audit.eventsOfRequest("req-1"))[0];
    const cover = valueIn(await audit.exportCover({}));
    const line = event ? toCsv(event, cover) : "";
    const cells = line.trimEnd().match(/("(?:[^"]|"")*"|[^,]*)(,|$)/g) ?? [];
    expect(cells.filter((cell, index) => cell !== "" || index < cells.length - 1)).toHaveLength(
      csvHeading().split(",").length,
    );
    expect(line).toContain('"a, ""b""\nc"');
  });

  it.each(["csv", "jsonl"] as const)(
    "says in the last row of a %s what the file covers, and has no row more",
    async (format) => {
      const { audit } = await logOf([sampleEvent(), sampleEvent({ ticket: "OPS-1" }), sampleEvent()]);
      const filters = { actor: "operator" };
      const cover = valueIn(await audit.exportCover(filters));
      const lines = await Array.fromAsync(exportedLines(audit, filters, format, cover));
      const rows = format === "csv" ? lines.slice(1) : lines;
      expect(rows.map((row) => row.includes("fromSeq"))).toEqual([false, false, true]);
      const head = valueIn(await audit.head());
      expect(cover).toMatchObject({ filters, held: { fromSeq: 1, sealed: null }, head });
      expect(rows.at(-1)?.replaceAll('""', '"')).toContain(canonicalJson({ ...cover, count: 3 }));
    },
  );

  it("writes no row where nothing matches", async () => {
    const { audit } = await logOf([sampleEvent()]);
    const cover = valueIn(await audit.exportCover({ actor: "nobody" }));
    expect(await Array.fromAsync(exportedLines(audit, { actor: "nobody" }, "jsonl", cover))).toEqual([]);
  });

  it("writes JSON lines that read back as the event", async () => {
    const { audit } = await logOf([sampleEvent({ reason: "line\nbreak" })]);
    const event = valueIn(await audit.eventsOfRequest("req-1"))[0];
    const line = event ? toJsonl(event) : "";
    expect(line.indexOf("\n")).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual(event);
  });
});

describe("looking at the log", () => {
  const reader = (subject: string) => ({
    // No session is needed to read a log in a test, and only lib/auth makes real ones.
    actor: {
      userId: subject,
      issuer: "local",
      subject,
      name: subject,
      roles: ["auditor"],
      sessionId: "",
    } as unknown as Actor,
    from: { address: "127.0.0.1", userAgent: "test" },
    correlationId: "c-9",
  });

  it("is one event per person, filter and ten minutes", async () => {
    const { audit, clock } = await logOf([]);
    const read = async (who: string, filters: AuditFilters) =>
      valueIn(await audit.recordRead(reader(who), filters));
    await read("ann", { result: "refused" });
    await read("ann", { result: "refused", actor: undefined });
    await read("ann", {});
    await read("ben", {});
    clock.advance(9 * 60_000);
    await read("ann", {});
    clock.advance(60_000);
    await read("ann", {});
    const page = valueIn(await audit.list({ action: "audit.read" }, { cursor: null, limit: 50 }));
    const told = page.items.map((event) => [event.actor.subject, event.after]).reverse();
    expect(told).toEqual([
      ["ann", { filters: { result: "refused" } }],
      ["ann", { filters: {} }],
      ["ben", { filters: {} }],
      ["ann", { filters: {} }],
    ]);
  });

  it("is an event for every export and every verification", async () => {
    const { audit } = await logOf([]);
    valueIn(await audit.recordExport(reader("ann"), { format: "csv", filters: { ticket: "OPS-1" } }));
    const verdict = valueIn(await audit.verify());
    valueIn(await audit.recordVerification(reader("ann"), verdict));
    valueIn(await audit.recordVerification(reader("ann"), { intact: false, firstBadSeq: 3, problem: "p" }));
    const page = valueIn(await audit.list({}, { cursor: null, limit: 50 }));
    expect(page.items.map((event) => [event.action, event.result])).toEqual([
      ["audit.verified", "failed"],
      ["audit.verified", "ok"],
      ["audit.exported", "ok"],
    ]);
    expect(page.items[2]?.after).toEqual({ filters: { ticket: "OPS-1" }, format: "csv" });
  });
});
