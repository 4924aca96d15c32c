import { newGround } from "#e2e/faults/database.ts";
import { boundOf, count } from "#e2e/faults/figures.ts";
import { bySize, type Finding, type Promised, type Run } from "#e2e/faults/promise.ts";
import { numbers } from "#e2e/faults/together.ts";
import { appendEvent, lastEvent } from "#lib/audit/append-event.ts";
import { SYSTEM_ACTOR } from "#lib/audit/audit-event.ts";
import { openRawDatabase } from "#lib/audit/testing/raw-database.ts";
import {
  keepEvents,
  putBackEvents,
  TAMPERINGS,
  type Tampering,
  unprotect,
} from "#lib/audit/testing/tamperings.ts";
import { verifyChain } from "#lib/audit/verify-chain.ts";
import { systemClock } from "#lib/core/clock.ts";
import { openStore, type Store } from "#lib/store/store.ts";

const EVENTS = 2_000;
/** Written after the head that is kept elsewhere, as there always are some. */
const AFTER_HEAD = 20;

/** A field that no column repeats, so that only the hash can tell. */
const EDIT_THE_REASON: Tampering = {
  name: "edit the reason",
  needsHead: false,
  async apply(database, seq) {
    await unprotect(database);
    await database.run(
      "UPDATE events SET body = replace(body, 'an honest reason', 'another reason') WHERE seq = ?",
      [seq],
    );
  },
};
const ALL_TAMPERINGS = [...TAMPERINGS, EDIT_THE_REASON];

/** An honest log; answers its head as it was kept elsewhere before the last events were added. */
async function writeLog(store: Store): Promise<{ seq: number; hash: string }> {
  const append = (events: number) =>
    store.write(async (tx) => {
      for (const n of numbers(events)) {
        const target = {
          accountId: "1000000000000001",
          regionId: "cn-hangzhou",
          instanceId: `i-bp1faults${n}`,
        };
        const told = { actor: SYSTEM_ACTOR, action: "request.followed" as const, result: "ok" as const };
        const about = {
          target,
          request: `request-${n}`,
          reason: "an honest reason",
          correlationId: `c-${n}`,
        };
        await appendEvent(tx, store.clock, { ...told, ...about });
      }
      return lastEvent(tx);
    });
  const head = await append(EVENTS - AFTER_HEAD);
  const rest = await append(AFTER_HEAD);
  if (!head.ok || !rest.ok) throw new Error("the log could not be written");
  return head.value;
}

async function run(run: Run): Promise<Finding> {
  const { engine, random, scale } = run;
  const positions = bySize(scale, { quick: 2, default: 100, full: 300 });
  const violations: string[] = [];
  const ground = await newGround(engine);
  const { DATABASE_URL: url = "", DATABASE_OWNER_URL: ownerUrl = null } = ground.variables;
  const opened = await openStore({ url, ownerUrl, clock: systemClock });
  if (!opened.ok) throw new Error(`the store does not open: ${JSON.stringify(opened.error)}`);
  const store = opened.value;
  const database = await openRawDatabase(ownerUrl ?? url);
  let honest = 0;
  let verifyingMs = 0;
  try {
    const heads = [await writeLog(store)];
    await keepEvents(database);
    const intact = async () => {
      const startedAt = performance.now();
      const verdict = await verifyChain(store, { heads });
      verifyingMs += performance.now() - startedAt;
      honest += EVENTS;
      return verdict.ok && verdict.value.intact;
    };
    for (const { name, apply } of ALL_TAMPERINGS) {
      for (const _ of numbers(positions)) {
        const seq = random.between(2, EVENTS - AFTER_HEAD - 2);
        await apply(database, seq, () => random.next());
        const verdict = await verifyChain(store, { heads });
        if (!verdict.ok || verdict.value.intact) violations.push(`${name} at event ${seq} was not seen`);
        await putBackEvents(database);
        if (!(await intact())) violations.push(`a false alarm after ${name} was undone`);
      }
    }
  } finally {
    await database.close();
    await store.close();
    await ground.remove();
  }
  const trials = ALL_TAMPERINGS.length * positions;
  const perSecond = Math.round(honest / (verifyingMs / 1_000));
  const figure = `${count(trials)} of ${count(trials)} tamperings of ${ALL_TAMPERINGS.length} kinds detected, given a head that was kept elsewhere (${boundOf(trials)}); no false alarm in ${count(honest)} honest rows; ${count(perSecond)} rows/s`;
  return { trials, violations, figure };
}

export const r8: Promised = {
  id: "R8",
  what: "The audit log cannot be edited silently",
  engines: ["sqlite", "postgres"],
  run,
};
