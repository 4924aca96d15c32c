import "server-only";
import SqliteConnection from "better-sqlite3";
import { Client } from "pg";

export type RawRow = Record<string, unknown>;

/** The database past the store: what someone with the file, or with the owner's password, can do. */
export interface RawDatabase {
  readonly engine: "sqlite" | "postgres";
  /** Values for `?`, in order. */
  run(statement: string, values?: readonly unknown[]): Promise<RawRow[]>;
  close(): Promise<void>;
}

/** @param url as DATABASE_URL has it, of a role that owns the tables */
export async function openRawDatabase(url: string): Promise<RawDatabase> {
  return url.startsWith("file:") ? openFile(url.slice("file:".length)) : openServer(url);
}

function openFile(path: string): RawDatabase {
  const database = new SqliteConnection(path, { timeout: 5_000 });
  return {
    engine: "sqlite",
    async run(statement, values = []) {
      const prepared = database.prepare<unknown[], RawRow>(statement);
      if (prepared.reader) return prepared.all(...values);
      prepared.run(...values);
      return [];
    },
    async close() {
      database.close();
    },
  };
}

async function openServer(url: string): Promise<RawDatabase> {
  const client = new Client({ connectionString: url });
  // A server that ends in between makes the next statement fail, and that is where it is told.
  client.on("error", () => {});
  await client.connect();
  return {
    engine: "postgres",
    async run(statement, values = []) {
      let number = 0;
      const numbered = statement.replace(/\?/g, () => `$${++number}`);
      const { rows } = await client.query<RawRow>(numbered, [...values]);
      return rows;
    },
    close: () => client.end(),
  };
}
