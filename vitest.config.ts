import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** What works with a store of its own is tested on both engines by the same files. */
const ON_BOTH_ENGINES = [
  "lib/{store,limits,audit,alerts,auth,requests,saved-views}/**/*.test.ts",
  "lib/inventory/unattached-times.test.ts",
  "scripts/backup.test.ts",
];
/** What exists on PostgreSQL alone: several replicas. */
const ON_POSTGRES = ["lib/store/postgres/**/*.test.ts", "lib/**/*.replicas.test.ts"];

export default defineConfig({
  // `server-only` throws outside a server bundle; this condition is what Next itself resolves it by.
  resolve: { conditions: ["react-server"] },
  ssr: { resolve: { conditions: ["react-server"] } },
  test: {
    environment: "node",
    // A time zone with a 45-minute offset makes code that forgot about zones fail instead of passing by luck.
    env: { TZ: "Asia/Kathmandu" },
    // Most tests wait for a disk or for a process: as many workers as cores would leave them idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "sqlite",
          include: ["{app,components,lib,emulator,scripts,e2e,bench}/**/*.test.ts"],
          exclude: [...ON_POSTGRES, "**/node_modules/**"],
          provide: { engine: "sqlite" },
        },
      },
      {
        extends: true,
        test: {
          name: "postgres",
          include: [...ON_BOTH_ENGINES, ...ON_POSTGRES],
          exclude: ["lib/store/sqlite/**"],
          globalSetup: ["scripts/postgresql-for-tests.ts"],
          setupFiles: ["lib/store/needs-postgres.test-data.ts"],
          provide: { engine: "postgres" },
        },
      },
    ],
  },
});
