import { beforeAll, describe, expect, it } from "vitest";
import { logOf, newKey, sampleEvent } from "#lib/audit/audit.test-data.ts";
import { HeadMemory } from "#lib/audit/head-memory.ts";
import { HeadPublisher } from "#lib/audit/head-publisher.ts";
import { openRawDatabase } from "#lib/audit/testing/raw-database.ts";
import { keepEvents, putBackEvents, seeded, TAMPERINGS } from "#lib/audit/testing/tamperings.ts";
import { verifyChain } from "#lib/audit/verify-chain.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

const COUNT = 90;
const POSITIONS = 15;
const SEED = 20261123;

describe("tampering with a log of which a head is kept elsewhere", () => {
  const { key } = newKey();
  beforeAll(() => console.log(`tampering: seed ${SEED}`));

  it.each(TAMPERINGS)("$name is found at every position", async ({ name, apply, needsHead }) => {
    const log = await logOf(Array.from({ length: COUNT }, (_, n) => sampleEvent({ reason: `reason ${n}` })));
    const { store, clock } = log;
    const nothing = { deliver: null, headsFile: null, log: () => {}, onBroken: async () => {} };
    const publisher = new HeadPublisher({ store, clock, key: null, memory: new HeadMemory(), ...nothing });
    const head = valueIn(await publisher.publish());
    for (let n = 0; n < 5; n += 1) valueIn(await log.audit.append(sampleEvent()));
    const database = await openRawDatabase(log.url);
    await keepEvents(database);
    const random = seeded(SEED + name.length);
    const against = { heads: head ? [head] : [], keys: [key] };
    for (let n = 0; n < POSITIONS; n += 1) {
      const seq = 2 + Math.floor(random() * (COUNT - 3));
      await apply(database, seq, random);
      const verdict = valueIn(await verifyChain(store, against));
      expect(verdict, `at event ${seq}`).toMatchObject({ intact: false });
      const alone = valueIn(await verifyChain(store));
      expect(alone.intact, `without a head, at event ${seq}`).toBe(needsHead);
      await putBackEvents(database);
      expect(valueIn(await verifyChain(store, against)), "put back").toMatchObject({ intact: true });
    }
    await database.close();
  });
});
