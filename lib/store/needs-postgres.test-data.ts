import { beforeEach } from "vitest";
import { testServer } from "#lib/store/postgres-server.test-data.ts";

/** Set up before each test file of the project "postgres": without a server its tests are skipped, and say why. */
const server = await testServer();
if ("reason" in server) {
  console.warn(`Skipped on PostgreSQL: ${server.reason}`);
  beforeEach(({ skip, task }) => {
    // The JSON report keeps what is in `meta`, not what `skip` was told.
    Object.assign(task.meta, { skipReason: server.reason });
    skip(server.reason);
  });
}
