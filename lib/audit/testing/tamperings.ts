import "server-only";
import { eventHash } from "#lib/audit/event-chain.ts";
import type { RawDatabase, RawRow } from "#lib/audit/testing/raw-database.ts";

/** Something that someone with the database in their hands does to the log around event `seq`. */
export interface Tampering {
  readonly name: string;
  /** It leaves a chain that fits in itself: only a head that was kept elsewhere shows it. */
  readonly needsHead: boolean;
  apply(database: RawDatabase, seq: number, random: () => number): Promise<void>;
}

/** `seq` is neither the first nor the last event for any of these. */
export const TAMPERINGS: readonly Tampering[] = [
  { name: "edit a field", needsHead: false, apply: unseen(editField) },
  {
    name: "delete a row",
    needsHead: false,
    apply: unseen(async (database, seq) => {
      await database.run("DELETE FROM events WHERE seq = ?", [seq]);
    }),
  },
  {
    name: "delete the tail",
    needsHead: true,
    apply: unseen(async (database, seq) => {
      await database.run("DELETE FROM events WHERE seq > ?", [seq]);
    }),
  },
  { name: "swap two rows", needsHead: false, apply: unseen(swap) },
  { name: "insert a row", needsHead: false, apply: unseen(insert) },
  { name: "re-hash the suffix", needsHead: true, apply: unseen(rehash) },
  { name: "roll back to an older copy", needsHead: true, apply: unseen(rollBack) },
  { name: "edit with triggers dropped", needsHead: false, apply: editColumn },
];

/** Keeps the log beside itself, so that one log serves many tamperings. */
export async function keepEvents(database: RawDatabase): Promise<void> {
  await database.run("DROP TABLE IF EXISTS kept_events");
  await database.run("CREATE TABLE kept_events AS SELECT * FROM events");
}

/** Makes the log what it was when it was kept, triggers included. */
export async function putBackEvents(database: RawDatabase): Promise<void> {
  await unprotect(database);
  await database.run("DELETE FROM events");
  await database.run("INSERT INTO events SELECT * FROM kept_events");
  await protect(database);
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Puts the triggers back afterwards, as someone would who does not want to be noticed. */
function unseen(change: Tampering["apply"]): Tampering["apply"] {
  return async (database, seq, random) => {
    await unprotect(database);
    await change(database, seq, random);
    await protect(database);
  };
}

const TRIGGERS = [
  [
    "events_are_not_changed",
    "BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
  ],
  [
    "events_are_not_deleted",
    "BEFORE DELETE ON events WHEN NOT EXISTS (SELECT 1 FROM seals WHERE OLD.seq BETWEEN from_seq AND to_seq) BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
  ],
] as const;

/** Takes the triggers away from events and seals; whoever owns the tables can. */
export async function unprotect(database: RawDatabase): Promise<void> {
  if (database.engine === "postgres") {
    for (const table of ["events", "seals"]) await database.run(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    return;
  }
  const names = [...TRIGGERS.map(([name]) => name), "seals_are_not_changed", "seals_are_not_deleted"];
  for (const name of names) await database.run(`DROP TRIGGER IF EXISTS ${name}`);
}

async function protect(database: RawDatabase): Promise<void> {
  if (database.engine === "postgres") await database.run("ALTER TABLE events ENABLE TRIGGER USER");
  else for (const [name, rule] of TRIGGERS) await database.run(`CREATE TRIGGER ${name} ${rule}`);
}

async function eventsFrom(database: RawDatabase, seq: number): Promise<RawRow[]> {
  return database.run("SELECT * FROM events WHERE seq >= ? ORDER BY seq", [seq]);
}

const textOf = (row: RawRow | undefined, column: string) => String(row?.[column] ?? "");

function edited(body: string): string {
  return body.replace(/"correlationId":"/, '"correlationId":"not-');
}

/** One time the body alone, one time with a hash that fits it, one time the hash. */
async function editField(database: RawDatabase, seq: number, random: () => number): Promise<void> {
  const [row] = await eventsFrom(database, seq);
  const body = edited(textOf(row, "body"));
  const ways: [string, string][] = [
    [body, textOf(row, "hash")],
    [body, eventHash(seq, textOf(row, "prev_hash"), body)],
    [textOf(row, "body"), eventHash(seq, textOf(row, "prev_hash"), body)],
  ];
  const [text, hash] = ways[Math.floor(random() * ways.length)] ?? [body, ""];
  await database.run("UPDATE events SET body = ?, hash = ? WHERE seq = ?", [text, hash, seq]);
}

async function editColumn(database: RawDatabase, seq: number, random: () => number): Promise<void> {
  await unprotect(database);
  const columns = ["actor_name", "action", "at", "network_interface_id", "ecs_request_id", "ticket"];
  const column = columns[Math.floor(random() * columns.length)];
  await database.run(`UPDATE events SET ${column} = ? WHERE seq = ?`, ["someone else", seq]);
}

async function swap(database: RawDatabase, seq: number): Promise<void> {
  await database.run("UPDATE events SET seq = -1 WHERE seq = ?", [seq]);
  await database.run("UPDATE events SET seq = ? WHERE seq = ?", [seq, seq + 1]);
  await database.run("UPDATE events SET seq = ? WHERE seq = -1", [seq + 1]);
}

async function insert(database: RawDatabase, seq: number): Promise<void> {
  const [row] = await eventsFrom(database, seq);
  await database.run("UPDATE events SET seq = -seq WHERE seq >= ?", [seq]);
  await database.run("UPDATE events SET seq = 1 - seq WHERE seq < 0");
  const body = edited(textOf(row, "body"));
  const hash = eventHash(seq, textOf(row, "prev_hash"), body);
  await add(database, { ...row, seq, body, hash });
}

async function add(database: RawDatabase, row: RawRow): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map(() => "?").join(", ");
  await database.run(`INSERT INTO events (${columns.join(", ")}) VALUES (${places})`, Object.values(row));
}

/** Changes one event and makes everything after it fit again, the columns that repeat it and the heads in it included. */
async function rehash(database: RawDatabase, seq: number): Promise<void> {
  const rows = await eventsFrom(database, seq);
  let prevHash = textOf(rows[0], "prev_hash");
  for (const [index, row] of rows.entries()) {
    const number = Number(row.seq);
    const body = index === 0 ? edited(textOf(row, "body")) : withHead(textOf(row, "body"), prevHash);
    const hash = eventHash(number, prevHash, body);
    const { correlationId } = JSON.parse(body) as { correlationId: string };
    await database.run(
      "UPDATE events SET body = ?, prev_hash = ?, hash = ?, correlation_id = ? WHERE seq = ?",
      [body, prevHash, hash, correlationId, number],
    );
    prevHash = hash;
  }
}

/** A published head that is not signed can be rewritten with the rest. */
function withHead(body: string, hash: string): string {
  if (!body.includes('"action":"system.head-published"')) return body;
  return body.replace(/"hash":"[0-9a-f]{64}"/, `"hash":"${hash}"`);
}

/** The state of the log after event `seq`, and then as many honest events as were lost: it is as long as before. */
async function rollBack(database: RawDatabase, seq: number): Promise<void> {
  const lost = (await eventsFrom(database, seq + 1)).length;
  const [last] = await eventsFrom(database, seq);
  await database.run("DELETE FROM events WHERE seq > ?", [seq]);
  let prevHash = textOf(last, "hash");
  const template = await database.run(
    "SELECT * FROM events WHERE action <> 'system.head-published' ORDER BY seq LIMIT 1",
  );
  for (let number = seq + 1; number <= seq + lost; number += 1) {
    const body = textOf(template[0], "body").replace(/"seq":\d+/, `"seq":${number}`);
    const hash = eventHash(number, prevHash, body);
    await add(database, { ...template[0], seq: number, body, prev_hash: prevHash, hash });
    prevHash = hash;
  }
}
