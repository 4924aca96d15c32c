import { expect, it } from "vitest";
import { createAuditLog } from "#lib/audit/audit-log.ts";
import { recordStart } from "#lib/audit/record-start.ts";
import { temporaryStore, valueIn } from "#lib/store/temporary-store.test-data.ts";

it("says which settings are others than at the start before, and nothing when none is", async () => {
  const { store } = await temporaryStore();
  const start = { version: "1.0.0", migrations: [], configuration: { observeOnly: true, regions: "all" } };
  const later = { ...start, configuration: { observeOnly: false, regions: "all", demo: false } };
  for (const each of [{ ...start, migrations: ["0001"] }, start, later])
    valueIn(await recordStart(store, each));
  const log = createAuditLog({ store, clock: store.clock });
  const rows = valueIn(
    await store.read((db) => db.selectFrom("events").select("body").orderBy("seq").execute()),
  );
  expect(rows.map(({ body }) => JSON.parse(body))).toMatchObject([
    { action: "system.migrated", after: { migrations: ["0001"] } },
    { action: "system.started", after: { version: "1.0.0", configuration: { observeOnly: true } } },
    { action: "system.started" },
    {
      action: "settings.changed",
      before: { observeOnly: true, demo: null },
      after: { what: "configuration", observeOnly: false, demo: false },
    },
    { action: "system.started" },
  ]);
  expect(valueIn(await log.verify())).toMatchObject({ intact: true, count: 5 });
});
