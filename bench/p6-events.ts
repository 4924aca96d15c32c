import { AUDIT_SCHEMA_VERSION, type NewAuditEvent } from "#lib/audit/audit-event.ts";
import { eventRow, GENESIS_HASH } from "#lib/audit/event-chain.ts";
import { isoTime, systemClock } from "#lib/core/clock.ts";
import { openStore } from "#lib/store/store.ts";

/** A log of half a year. */
const SPAN_MS = 180 * 24 * 3_600_000;
const ROWS_A_STATEMENT = 200;
const ROWS_A_TRANSACTION = 20_000;
const ACTORS = 40;
/** How many events are about one ENI, as asked, sent, answered, ended. */
const EVENTS_AN_ENI = 4;
const ACTIONS = ["request.asked", "request.sent", "request.answered", "request.ended"] as const;

export interface Log {
  readonly url: string;
  readonly events: number;
}

/** Writes so many events into a new database: rows and hashes as the product makes them, many in one transaction. */
export async function writeLog({ url, events }: Log): Promise<void> {
  const opened = await openStore({ url, ownerUrl: null, clock: systemClock });
  if (!opened.ok) throw new Error(`the store does not open: ${JSON.stringify(opened.error)}`);
  const store = opened.value;
  const beganAt = Date.now() - SPAN_MS;
  let hash = GENESIS_HASH;
  let seq = 0;
  try {
    while (seq < events) {
      const written = await store.write(async (tx) => {
        const until = Math.min(events, seq + ROWS_A_TRANSACTION);
        while (seq < until) {
          const rows = [];
          for (; rows.length < ROWS_A_STATEMENT && seq < until; seq += 1) {
            const at = isoTime(beganAt + Math.floor((seq / events) * SPAN_MS));
            const row = eventRow(
              { ...eventAt(seq), seq: seq + 1, at, schemaVersion: AUDIT_SCHEMA_VERSION },
              hash,
            );
            hash = row.hash;
            rows.push(row);
          }
          await tx.insertInto("events").values(rows).execute();
        }
      });
      if (!written.ok) throw new Error(`the log could not be written: ${JSON.stringify(written.error)}`);
    }
  } finally {
    await store.close();
  }
}

/** What a person looks for in a log of that size, each of them there. */
export function searches(events: number): Readonly<Record<string, string>>[] {
  const middle = Math.floor(events / 2);
  return [{}, { actor: nameOf(middle) }, { target: eniOf(middle) }, { requestId: requestIdOf(middle) }];
}

function eventAt(n: number): NewAuditEvent {
  const name = nameOf(n);
  return {
    actor: { issuer: "local", subject: name, name, roles: ["operator"] },
    action: ACTIONS[n % ACTIONS.length] ?? "request.asked",
    result: "ok",
    target: {
      accountId: "1000000000000001",
      regionId: "cn-hangzhou",
      instanceId: `i-bp1bench${numbered(n % 5_000)}`,
      networkInterfaceId: eniOf(n),
    },
    reason: "written for the benchmark",
    requestId: requestIdOf(n),
    request: `request-${Math.floor(n / EVENTS_AN_ENI)}`,
    correlationId: `c-${n}`,
  };
}

const numbered = (n: number) => String(n).padStart(10, "0");
const nameOf = (n: number) => `person-${Math.floor(n / EVENTS_AN_ENI) % ACTORS}`;
const eniOf = (n: number) => `eni-bp1bench${numbered(Math.floor(n / EVENTS_AN_ENI) % 100_000)}`;
const requestIdOf = (n: number) =>
  `${numbered(Math.floor(n / EVENTS_AN_ENI)).slice(-8)}-0000-4000-8000-000000000000`;
