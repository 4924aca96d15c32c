import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { newKey, sampleEvent } from "#lib/audit/audit.test-data.ts";
import type { AuditFilters } from "#lib/audit/audit-filters.ts";
import { createAuditLog } from "#lib/audit/audit-log.ts";
import { exportedLines } from "#lib/audit/export-file.ts";
import { verifyFile } from "#lib/audit/verify-file.ts";
import { temporaryFolder, temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";

const { key } = newKey();
const COUNT = 20;

/** The lines of an export with these filters; events 5 and 12 have a ticket. */
async function exported(filters: AuditFilters = {}): Promise<string[]> {
  const { store, clock } = await temporaryStore();
  const audit = createAuditLog({ store, clock, key });
  for (let n = 1; n <= COUNT; n += 1) {
    const ticket = n === 5 || n === 12 ? { ticket: "OPS-1" } : {};
    valueIn(await audit.append(sampleEvent({ reason: `reason ${n}`, ...ticket })));
  }
  const cover = valueIn(await audit.exportCover(filters));
  return Array.fromAsync(exportedLines(audit, filters, "jsonl", cover));
}

async function verified(lines: readonly string[], keys = [key]) {
  const path = join(temporaryFolder(), "export.jsonl");
  writeFileSync(path, lines.join(""));
  return verifyFile(path, { keys });
}

describe("an exported file", () => {
  it("verifies by itself, up to the signed head it ends under", async () => {
    const verdict = valueIn(await verified(await exported()));
    expect(verdict).toMatchObject({
      count: COUNT,
      cover: { head: { seq: COUNT, keyId: key.keyId }, filters: {} },
    });
    expect(verdict.comparedWith).toContain(`by key ${key.keyId}`);
  });

  it("verifies with filters too, as far as it can, and says so", async () => {
    const verdict = valueIn(await verified(await exported({ ticket: "OPS-1" })));
    expect(verdict).toMatchObject({ count: 2, cover: { filters: { ticket: "OPS-1" } } });
    expect(verdict.comparedWith).toContain("links across gaps not checked");
  });

  it.each<[string, AuditFilters, (lines: string[]) => string[], number]>([
    ["a changed event", {}, (lines) => lines.with(6, lines[6]?.replace("reason 7", "reason 8") ?? ""), 7],
    ["an event left out", {}, (lines) => lines.toSpliced(6, 1), 7],
    ["the first event left out", {}, (lines) => lines.slice(1), 1],
    ["two events exchanged", {}, (lines) => lines.toSpliced(6, 2, lines[7] ?? "", lines[6] ?? ""), 7],
    ["an event twice", {}, (lines) => lines.toSpliced(6, 0, lines[5] ?? ""), 7],
    ["another spelling", {}, (lines) => lines.with(6, lines[6]?.replace('"seq":', '"seq": ') ?? ""), 7],
    [
      "a key that is there twice",
      {},
      (lines) => lines.with(6, lines[6]?.replace("{", '{"reason":"x",') ?? ""),
      7,
    ],
    ["the end cut off", {}, (lines) => lines.slice(0, -1), 0],
    ["the end cut off and what it says moved up", {}, (lines) => movedUp(lines), COUNT - 1],
    [
      "another head",
      {},
      (lines) => lines.with(-1, lines.at(-1)?.replace('"seq":20,"sig', '"seq":21,"sig') ?? ""),
      COUNT,
    ],
    [
      "a changed event among some",
      { ticket: "OPS-1" },
      (lines) => lines.with(0, lines[0]?.replace("reason 5", "x") ?? ""),
      5,
    ],
    ["an event left out of some", { ticket: "OPS-1" }, (lines) => lines.slice(1), 12],
    [
      "some, said to be all",
      { ticket: "OPS-1" },
      (lines) => lines.with(-1, lines.at(-1)?.replace('"filters":{"ticket":"OPS-1"}', '"filters":{}') ?? ""),
      1,
    ],
    ["nothing", {}, () => [], 0],
  ])("is refused with %s", async (_what, filters, change, firstBadSeq) => {
    const lines = await exported(filters);
    const after = change(lines);
    expect(after).not.toEqual(lines);
    expect(await verified(after)).toMatchObject({ ok: false, error: { firstBadSeq } });
  });

  it("is refused with a key that did not sign it", async () => {
    expect((await verified(await exported(), [newKey().key])).ok).toBe(false);
  });

  it("is what the verifier in docs/audit-events.md takes, and that one finds a changed event too", async () => {
    const lines = await exported();
    const folder = temporaryFolder();
    const [, program = ""] =
      /```python\n([\s\S]*?)```/.exec(readFileSync("docs/audit-events.md", "utf8")) ?? [];
    const [script, file] = [join(folder, "verify.py"), join(folder, "export.jsonl")];
    writeFileSync(script, program);
    const verify = (content: readonly string[]) => {
      writeFileSync(file, content.join(""));
      return spawnSync("python3", [script, file], { encoding: "utf8" });
    };
    expect(program).toContain("hashlib");
    const good = verify(lines);
    if (good.error) return console.log("the Python verifier was not tried: there is no python3");
    expect(good.stdout).toMatch(/^intact: 20 events, head 20:[0-9a-f]{64}/);
    const bad = verify(lines.with(6, lines[6]?.replace("reason 7", "reason 8") ?? ""));
    expect([bad.status, bad.stderr]).toEqual([1, expect.stringContaining("damaged at event 7")]);
  });
});

/** The last line goes, and the one before it says what it had said. */
function movedUp(lines: readonly string[]): string[] {
  const { export: cover } = JSON.parse(lines.at(-1) ?? "") as { export: Record<string, unknown> };
  const { export: _none, ...event } = JSON.parse(lines.at(-2) ?? "") as Record<string, unknown>;
  const claimed = { ...event, export: { ...cover, count: COUNT - 1 } };
  const sorted = Object.fromEntries(Object.entries(claimed).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [...lines.slice(0, -2), `${JSON.stringify(sorted)}\n`];
}
