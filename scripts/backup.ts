import { existsSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { isPostgres } from "#lib/config/database-variables.ts";
import { databaseSettings, stop } from "#scripts/database-settings.ts";
import { backUpPostgres } from "#scripts/postgresql-copy.ts";
import { backUpSqlite } from "#scripts/sqlite-copy.ts";

/** `npm run backup -- FILE`: a consistent copy, also while servers run. Exit status 0: it is on disk; 1: there is none. */
const [file, ...more] = parseArgs({ allowPositionals: true }).positionals;
if (file === undefined || more.length > 0) stop(2, "usage: npm run backup -- FILE");
const settings = databaseSettings();
if (existsSync(file)) stop(1, `${file} is there already; a backup replaces none.`);
const startedAt = performance.now();
const done = isPostgres(settings.url) ? backUpPostgres(settings, file) : backUpSqlite(settings.url, file);
if (!done.ok) stop(1, `No backup was made: ${done.error}`);
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
console.log(
  `${file}: ${statSync(file).size} bytes in ${seconds} s. It holds sessions and password hashes; keep it safe.`,
);
