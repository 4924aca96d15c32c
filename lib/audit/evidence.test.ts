import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { logOf, newKey, type SampleLog, sampleEvent } from "#lib/audit/audit.test-data.ts";
import { evidenceOf, hasEvents } from "#lib/audit/evidence.ts";
import { HeadMemory } from "#lib/audit/head-memory.ts";
import { HeadPublisher } from "#lib/audit/head-publisher.ts";
import { verifyEvidence } from "#lib/audit/verify-evidence.ts";
import { type Evidence, evidenceSchema } from "#lib/contract/audit.ts";
import { temporaryFolder, valueIn } from "#lib/store/temporary-store.test-data.ts";

const { key, publicPem } = newKey();
const MINE = "req-mine";

async function publish({ store, clock }: SampleLog): Promise<void> {
  const nothing = { deliver: null, headsFile: null, log: () => {}, onBroken: async () => {} };
  const publisher = new HeadPublisher({ store, clock, key, memory: new HeadMemory(), ...nothing });
  valueIn(await publisher.publish());
}

/** Two runs of events of one request among those of others, each under a head of its own. */
async function storyOfOne(): Promise<SampleLog> {
  const mine = (reason: string) => sampleEvent({ request: MINE, reason });
  const other = sampleEvent({ request: "req-other", reason: "secret of another" });
  const log = await logOf([other, mine("first"), other, mine("second"), other]);
  await publish(log);
  for (let n = 0; n < 5; n += 1) valueIn(await log.audit.append(other));
  valueIn(await log.audit.append(mine("third")));
  valueIn(await log.audit.append(other));
  await publish(log);
  valueIn(await log.audit.append(other));
  return log;
}

async function evidenceIn(log: SampleLog): Promise<Evidence> {
  const evidence = valueIn(await log.store.read((db) => evidenceOf(db, log.clock, MINE)));
  if (!evidence) throw new Error("no evidence");
  // As whoever receives the file reads it.
  return JSON.parse(JSON.stringify(evidence)) as Evidence;
}

const keys = [key];

describe("the evidence of one request", () => {
  it("holds its events in full, nothing of the others, and verifies with the public key alone", async () => {
    const evidence = await evidenceIn(await storyOfOne());
    expect(evidenceSchema.parse(evidence)).toEqual(evidence);
    const events = evidence.segments.flatMap(({ links }) =>
      links.flatMap((link) => ("event" in link ? link.event : [])),
    );
    expect(events.map(({ seq, reason }) => [seq, reason])).toEqual([
      [2, "first"],
      [4, "second"],
      [12, "third"],
    ]);
    expect(JSON.stringify(evidence)).not.toContain("secret of another");
    expect(evidence.segments.map(({ links, head }) => [links.length, head.seq])).toEqual([
      [4, 5],
      [2, 13],
    ]);
    const verdict = valueIn(verifyEvidence(evidence, { keys }));
    expect(verdict).toMatchObject({ request: MINE, events: 3 });
    expect(verdict.comparedWith).toContain(`at event 13 by key ${key.keyId}`);
  });

  it("is not made while its newest event is under no head, nor for a request that is not in the log", async () => {
    const log = await storyOfOne();
    expect(valueIn(await log.store.read((db) => evidenceOf(db, log.clock, "req-unknown")))).toBeNull();
    expect(valueIn(await log.store.read((db) => hasEvents(db, "req-unknown")))).toBe(false);
    valueIn(await log.audit.append(sampleEvent({ request: MINE })));
    expect(valueIn(await log.store.read((db) => evidenceOf(db, log.clock, MINE)))).toBeNull();
    await publish(log);
    expect((await evidenceIn(log)).segments).toHaveLength(3);
  });

  it("says without a key that signatures were not checked, and compares with a head kept elsewhere", async () => {
    const evidence = await evidenceIn(await storyOfOne());
    const [segment] = evidence.segments;
    expect(valueIn(verifyEvidence(evidence, {})).comparedWith).toContain("signatures not checked");
    const head = { seq: segment?.head.seq, hash: segment?.head.hash ?? "" };
    expect(valueIn(verifyEvidence(evidence, { heads: [head] })).comparedWith).toContain(
      "head at event 5 (given)",
    );
    expect(verifyEvidence(evidence, { heads: [{ ...head, hash: "a".repeat(64) }] }).ok).toBe(false);
  });

  it.each<[string, (evidence: Evidence) => unknown]>([
    ["another reason", (file) => changed(file, '"reason":"second"', '"reason":"other"')],
    ["another person", (file) => changed(file, '"name":"operator"', '"name":"someone"')],
    ["another digest", (file) => changed(file, /"digest":"[0-9a-f]{64}"/, `"digest":"${"a".repeat(64)}"`)],
    [
      "another beginning",
      (file) => changed(file, /"prevHash":"[0-9a-f]{64}"/, `"prevHash":"${"a".repeat(64)}"`),
    ],
    [
      "another request's number on it",
      (file) => changed(file, '"request":"req-mine"', '"request":"req-else"'),
    ],
    ["another head", (file) => changed(file, '"seq":5,"hash"', '"seq":6,"hash"')],
    ["an event left out", (file) => withLinks(file, (links) => links.slice(1))],
    ["a last link left out", (file) => withLinks(file, (links) => links.slice(0, -1))],
    ["two links exchanged", (file) => withLinks(file, ([a, b, ...rest]) => [b, a, ...rest])],
    [
      "an event shown as a digest only",
      (file) => withLinks(file, ([, ...rest]) => [{ seq: 2, digest: "b".repeat(64) }, ...rest]),
    ],
    ["its parts exchanged", (file) => ({ ...file, segments: file.segments.toReversed() })],
    ["nothing in it", () => ({})],
  ])("is refused with %s", async (_what, change) => {
    const evidence = await evidenceIn(await storyOfOne());
    expect(verifyEvidence(change(evidence), { keys }).ok).toBe(false);
  });

  it.each([
    ["another key's signature", { ...newKey().key, keyId: key.keyId }],
    ["a key that was not given", newKey().key],
  ])("is refused with %s", async (_what, other) => {
    const evidence = await evidenceIn(await storyOfOne());
    expect(verifyEvidence(evidence, { keys: [other] }).ok).toBe(false);
  });

  it("is checked by the command, without a database", async () => {
    const evidence = await evidenceIn(await storyOfOne());
    const folder = temporaryFolder();
    const [file, publicKey] = [join(folder, "evidence.json"), join(folder, "public.pem")];
    writeFileSync(publicKey, publicPem);
    const verify = (content: unknown, ...more: string[]) => {
      writeFileSync(file, JSON.stringify(content));
      const args = ["--conditions=react-server", "scripts/audit-verify.ts", "--evidence", file, ...more];
      return spawnSync(process.execPath, args, { encoding: "utf8" });
    };
    const good = verify(evidence, "--public-key", publicKey);
    expect([good.status, good.stdout]).toEqual([
      0,
      expect.stringContaining(`Intact: 3 events. All of request ${MINE}`),
    ]);
    const bad = verify(changed(evidence, '"reason":"third"', '"reason":"x"'), "--public-key", publicKey);
    expect([bad.status, bad.stderr]).toEqual([1, expect.stringContaining("Damaged at event 12")]);
    expect(verify(evidence, "--public-key", file).status).toBe(2);
  });
});

function changed(file: Evidence, what: string | RegExp, by: string): unknown {
  const before = JSON.stringify(file);
  const after = before.replace(what, by);
  if (after === before) throw new Error(`${what} is not in the file`);
  return JSON.parse(after);
}

function withLinks(file: Evidence, change: (links: unknown[]) => unknown[]): unknown {
  const [first, ...rest] = file.segments;
  return { ...file, segments: [{ ...first, links: change(first?.links ?? []) }, ...rest] };
}
