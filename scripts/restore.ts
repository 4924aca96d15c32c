import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { createAuditLog } from "#lib/audit/audit-log.ts";
import { isPostgres } from "#lib/config/database-variables.ts";
import { openStore } from "#lib/store/store.ts";
import { databaseSettings, inWords, stop, storeOptions } from "#scripts/database-settings.ts";
import { restorePostgres } from "#scripts/postgresql-copy.ts";
import { restoreSqlite } from "#scripts/sqlite-copy.ts";

/**
 * `npm run restore -- FILE`: puts a backup into a database that is missing or empty, brings its tables up to date and
 * checks the chain. Exit status 0: restored and intact; 1: restored, but damaged; 2: not restored.
 */
const [file, ...more] = parseArgs({ allowPositionals: true }).positionals;
if (file === undefined || more.length > 0) stop(2, "usage: npm run restore -- FILE");
if (!existsSync(file)) stop(2, `${file} is not there.`);
const settings = databaseSettings();
const startedAt = performance.now();
const done = isPostgres(settings.url)
  ? await restorePostgres(settings, file)
  : restoreSqlite(settings.url, file);
if (!done.ok) stop(2, `Nothing was restored: ${done.error}`);

const opened = await openStore(storeOptions(settings, "server"));
if (!opened.ok) stop(1, `Restored, but the database cannot be opened: ${inWords(opened.error)}`);
const store = opened.value;
const verdict = await createAuditLog({ store, clock: store.clock }).verify();
await store.close();
if (!verdict.ok) stop(1, `Restored, but the log cannot be read: ${inWords(verdict.error)}`);
if (!verdict.value.intact)
  stop(1, `Damaged at event ${verdict.value.firstBadSeq}: ${verdict.value.problem}.`);
const { count, head, comparedWith } = verdict.value;
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
console.log(`Restored in ${seconds} s. Intact: ${count} events. Head: ${head.seq}:${head.hash}`);
console.log(`Compared with: ${comparedWith}.`);
