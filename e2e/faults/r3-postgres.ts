import type { Ground } from "#e2e/faults/database.ts";
import type { DatabaseFault, FaultyGround } from "#e2e/faults/database-fault.ts";
import { PATIENT, type Variables } from "#e2e/faults/desk.ts";
import { Line } from "#e2e/faults/line.ts";
import { crashPostgres, freezePostgres, lockEvents, superuserAt, withClient } from "#e2e/faults/postgres.ts";
import type { Run } from "#e2e/faults/promise.ts";
import { withStand } from "#e2e/faults/stand.ts";

function schemaFault(ground: Ground, name: string, breaks: string, mends: string): DatabaseFault {
  const byHand = async (statements: string) => {
    await withClient(await superuserAt(ground.url), (client) => client.query(statements));
  };
  return {
    name,
    async strike() {
      await byHand(breaks);
      return () => byHand(mends);
    },
  };
}

function faultsOf(ground: Ground, line: Line): DatabaseFault[] {
  const { username, pathname } = new URL(ground.url);
  const database = pathname.slice(1);
  const endSessions = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${username}'`;
  return [
    schemaFault(
      ground,
      "the desk's role may not insert events",
      `REVOKE INSERT ON events FROM ${username}`,
      `GRANT INSERT ON events TO ${username}`,
    ),
    { name: "another session holds the log", strike: () => lockEvents(ground.url) },
    schemaFault(
      ground,
      "the log is not there",
      "ALTER TABLE events RENAME TO events_elsewhere",
      "ALTER TABLE events_elsewhere RENAME TO events",
    ),
    schemaFault(
      ground,
      "the database is read-only",
      `ALTER DATABASE ${database} SET transaction_read_only = on; ALTER ROLE ${username} NOLOGIN; ${endSessions}`,
      `ALTER DATABASE ${database} RESET transaction_read_only; ALTER ROLE ${username} LOGIN; ${endSessions}`,
    ),
    {
      name: "the server cannot be reached",
      async strike() {
        line.cut();
        return async () => line.mend();
      },
    },
    {
      name: "the line to the server is silent",
      async strike() {
        line.fallSilent();
        return async () => line.mend();
      },
    },
    {
      name: "the server stands still",
      async strike() {
        const goOn = await freezePostgres();
        return async () => goOn();
      },
    },
    {
      name: "the server crashes and does not come back",
      async strike() {
        line.cut();
        await crashPostgres();
        return async () => line.mend();
      },
    },
  ];
}

function overLine({ variables }: Ground, line: Line): Variables {
  const over = Object.entries(variables).map(([name, text]) => {
    const url = new URL(text);
    url.port = String(line.port);
    return [name, url.href] as const;
  });
  return Object.fromEntries(over);
}

export async function r3Postgres<T>(
  run: Run,
  enis: number,
  work: (ground: FaultyGround) => Promise<T>,
): Promise<T> {
  return withStand(run, { enis }, async (stand) => {
    const line = await Line.to(Number(new URL(stand.ground.url).port));
    try {
      const desk = await stand.desk({ ...PATIENT, ...overLine(stand.ground, line) });
      return await work({ stand, desk, faults: faultsOf(stand.ground, line), left: [] });
    } finally {
      await line.close();
    }
  });
}
