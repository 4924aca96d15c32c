import { parseArgs } from "node:util";
import { environmentConfig } from "#lib/config/environment.ts";
import { systemClock } from "#lib/core/clock.ts";
import { rebuildRequests } from "#lib/requests/rebuild.ts";
import { openStore } from "#lib/store/store.ts";

/** Makes the rows of requests again from the log: `npm run rebuild`, or `-- --check` to compare only. */

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const config = environmentConfig();
if (!config.ok) {
  for (const { message } of config.error) console.error(message);
  process.exit(78);
}
const opened = await openStore({
  url: config.value.databaseUrl.reveal(),
  clock: systemClock,
  access: "tool",
});
if (!opened.ok) {
  console.error(`The database can't be opened: ${JSON.stringify(opened.error)}`);
  process.exit(69);
}
const rebuilt = await rebuildRequests(opened.value, { write: !values.check });
await opened.value.close();
if (!rebuilt.ok) {
  console.error(`Nothing was changed: ${JSON.stringify(rebuilt.error)}`);
  process.exit(69);
}
const { compared, sealed, differing, withoutStory } = rebuilt.value;
console.log(`${compared} requests compared with the log, ${differing.length} of them differed.`);
for (const id of differing) console.log(values.check ? `  ${id} differs` : `  ${id} was made again`);
if (sealed > 0)
  console.log(`${sealed} requests began in a sealed segment; their rows were left as they are.`);
for (const id of withoutStory) console.log(`  ${id} has rows, and the log knows nothing of it`);
process.exitCode = withoutStory.length > 0 || (values.check && differing.length > 0) ? 1 : 0;
