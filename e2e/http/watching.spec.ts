import { setTimeout as sleep } from "node:timers/promises";
import { Desk } from "#e2e/http/desk.ts";
import { expect, test } from "#e2e/http/test.ts";
import { watchers } from "#e2e/http/watcher.ts";
import { generateSeed } from "#emulator/seed/generate.ts";
import { startEmulator } from "#emulator/server.ts";

const PEOPLE = 20;
const AT_MOST = 1.1;
/** Everyone has opened the list, and polls. */
const SETTLING_MS = 35_000;
const COUNTED_MS = 60_000;

interface Counted {
  readonly calls: number;
  /** Of one round of reads, in all regions. */
  readonly round: number;
}

/** Calls of ECS in a minute while so many people have the list of ENIs open. */
async function callsWatchedBy(people: number): Promise<Counted> {
  const seed = generateSeed({ instances: 40, enis: 160, regions: 3, seed: 1 });
  const emulator = await startEmulator({ seed });
  const desk = await Desk.start(emulator.url);
  const { cookie } = await desk.signIn("viewer");
  const all = watchers(people, desk.port, cookie);
  try {
    await sleep(SETTLING_MS);
    emulator.cloud.journal.clear();
    await sleep(COUNTED_MS);
    const calls = emulator.cloud.journal.list({});
    expect(all.every(({ statuses }) => statuses.size > 0)).toBe(true);
    const kinds = new Set(calls.map(({ action, params }) => `${action} ${params.RegionId ?? ""}`));
    return { calls: calls.length, round: kinds.size };
  } finally {
    await Promise.all(all.map((each) => each.leave()));
    await desk.stop();
    await emulator.close();
  }
}

test("twenty open lists cost the cloud no more calls than one", async () => {
  test.setTimeout(SETTLING_MS + COUNTED_MS + 60_000);
  const [one, many] = await Promise.all([callsWatchedBy(1), callsWatchedBy(PEOPLE)]);
  // A minute begins and ends somewhere between two rounds of reads, so it holds one more or one less.
  expect(one.calls).toBeGreaterThan(one.round);
  expect(many.calls).toBeLessThanOrEqual(one.calls * AT_MOST + one.round);
});
