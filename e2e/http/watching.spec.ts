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
const COUNTED_MS = 70_000;

/** Calls of ECS a minute, of every action, while so many people have the list of ENIs open. */
async function callsWatchedBy(people: number): Promise<number> {
  const seed = generateSeed({ instances: 40, enis: 160, regions: 3, seed: 1 });
  const emulator = await startEmulator({ seed });
  const desk = await Desk.start(emulator.url);
  const { cookie } = await desk.signIn("viewer");
  const all = watchers(people, desk.port, cookie);
  try {
    await sleep(SETTLING_MS);
    emulator.cloud.journal.clear();
    await sleep(COUNTED_MS);
    expect(all.every(({ statuses }) => statuses.size > 0)).toBe(true);
    return perMinute(emulator.cloud.journal.list({}));
  } finally {
    await Promise.all(all.map((each) => each.leave()));
    await desk.stop();
    await emulator.close();
  }
}

interface Called {
  readonly at: string;
  readonly action: string;
  readonly params: Readonly<Record<string, string>>;
}

/** From the first read of one region to its last: a minute would hold one round of reads more or less, as it happens to begin. */
function perMinute(calls: readonly Called[]): number {
  const [first] = calls;
  const rounds = calls.filter(
    ({ action, params }) => action === first?.action && params.RegionId === first.params.RegionId,
  );
  const [from, to] = [rounds.at(0), rounds.at(-1)].map((call) => Date.parse(call?.at ?? ""));
  if (rounds.length < 2 || from === undefined || to === undefined)
    throw new Error(`only ${rounds.length} rounds of reads`);
  const between = calls.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to);
  return (between.length / (to - from)) * 60_000;
}

test("twenty open lists cost the cloud no more calls than one", async () => {
  test.setTimeout(SETTLING_MS + COUNTED_MS + 60_000);
  const [one, many] = await Promise.all([callsWatchedBy(1), callsWatchedBy(PEOPLE)]);
  expect(one).toBeGreaterThan(0);
  expect(many / one, `${many} a minute for ${PEOPLE}, ${one} for one`).toBeLessThanOrEqual(AT_MOST);
});
