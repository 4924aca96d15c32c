import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { TestProject } from "vitest/node";
import { startPostgresql } from "#scripts/postgresql.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Whoever connects here is told, as JSON, the `url` of a PostgreSQL server or the `reason` why there is none. */
    postgresqlDoor: string;
  }
}

/** One PostgreSQL server for a whole run of Vitest, started when the first test asks for it and ended with the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const door = join(tmpdir(), `eni-desk-postgresql-door-${process.pid}`);
  let starting: ReturnType<typeof startPostgresql> | null = null;
  const answers = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    starting ??= startPostgresql();
    starting.then(
      ({ url }) => socket.end(JSON.stringify({ url })),
      (cause: unknown) => socket.end(JSON.stringify({ reason: String(cause) })),
    );
  });
  await new Promise<void>((resolve) => answers.listen(door, resolve));
  project.provide("postgresqlDoor", door);
  return async () => {
    answers.close();
    rmSync(door, { force: true });
    // A server that never started said so to whoever asked.
    const server = await starting?.catch(() => null);
    await server?.stop();
  };
}
