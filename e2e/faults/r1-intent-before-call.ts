import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { Disk } from "#e2e/faults/disk.ts";
import { boundOf, count } from "#e2e/faults/figures.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { forget, openAgain } from "#e2e/faults/rebuilt.ts";
import { type Meaning, traceDetaches } from "#e2e/faults/traced-desk.ts";

const isDatabase = (path: string) => /\/desk\.db(-wal|-journal)?$/.test(path);

/**
 * Two looks at the same moment, the first byte of a detach leaving: the last write of the intent to the log's file was
 * followed by a sync that had ended; and the disk, if it lost the power at that moment and every write that was not
 * synced, opens with the intent on it.
 */
async function runSqlite(run: Run): Promise<Finding> {
  const detaches = bySize(run.scale, { quick: 12, default: 500, full: 1_000 });
  const violations: string[] = [];
  const disk = new Disk(isDatabase);
  const written = new Map<string, number>();
  let syncedAt = -1;
  let number = 0;
  let left = 0;
  await traceDetaches(run, detaches, async ({ deed, leaves }, folder) => {
    number += 1;
    if (deed.kind === "write" && deed.path.endsWith("-wal")) {
      for (const eni of deed.data.toString("latin1").match(/eni-[a-z0-9]{16,20}/g) ?? []) {
        if (!written.has(eni)) written.set(eni, number);
      }
    }
    disk.see(deed);
    if (deed.kind === "sync" && deed.path.endsWith("-wal")) syncedAt = number;
    if (leaves === null) return;
    left += 1;
    const intent = written.get(leaves);
    if (intent === undefined || syncedAt < intent) violations.push(`${leaves}: the call left before a sync`);
    const image = mkdtempSync(join(folder, "cut-"));
    disk.cut(image, null);
    const kept = await openAgain(image);
    if (typeof kept === "string") violations.push(`${leaves}: after a power cut ${kept}`);
    else if (!kept.intents.has(leaves)) violations.push(`${leaves}: after a power cut there is no intent`);
    forget(image);
  });
  if (left !== detaches) violations.push(`${left} calls were seen leaving where ${detaches} belong`);
  const figure = `${count(left)} of ${count(left)} calls left after the sync, with the intent on the disk (${boundOf(left)})`;
  return { trials: left, violations, figure };
}

/**
 * On PostgreSQL the disk is the server's: what the desk must do is wait for the answer to COMMIT, of a session in which
 * a commit is on the disk (it asks the server for that itself, and refuses one in which it is not).
 */
async function runPostgres(run: Run): Promise<Finding> {
  const detaches = bySize(run.scale, { quick: 12, default: 500, full: 1_000 });
  const violations: string[] = [];
  const lines = new Map<string, { recorded: Set<string>; committed: Set<string> }>();
  let left = 0;
  await traceDetaches(run, detaches, async ({ deed, leaves }: Meaning) => {
    if (deed.kind === "send" || deed.kind === "receive") {
      const line = deed.kind === "send" ? deed.to : deed.from;
      const known = lines.get(line) ?? { recorded: new Set(), committed: new Set() };
      lines.set(line, known);
      const text = deed.data.toString("latin1");
      if (deed.kind === "send" && text.includes("request.sent")) {
        for (const eni of text.match(/eni-[a-z0-9]{16,20}/g) ?? []) known.recorded.add(eni);
      }
      // CommandComplete with the tag COMMIT: "C", a length, "COMMIT", 0.
      if (deed.kind === "receive" && text.includes("COMMIT\0")) {
        for (const eni of known.recorded) known.committed.add(eni);
        known.recorded.clear();
      }
    }
    if (leaves === null) return;
    left += 1;
    const committed = [...lines.values()].some((line) => line.committed.has(leaves));
    if (!committed) violations.push(`${leaves}: the call left before COMMIT was answered`);
  });
  if (left !== detaches) violations.push(`${left} calls were seen leaving where ${detaches} belong`);
  const figure = `${count(left)} of ${count(left)} calls left after COMMIT was answered (${boundOf(left)})`;
  return { trials: left, violations, figure };
}

export const r1: Promised = {
  id: "R1",
  what: "No byte goes to ECS before the intent is on the disk",
  engines: ["sqlite", "postgres"],
  run: (run) => (run.engine === "sqlite" ? runSqlite(run) : runPostgres(run)),
};
