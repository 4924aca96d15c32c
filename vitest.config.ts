import { defineConfig } from "vitest/config";

export default defineConfig({
  // `server-only` throws outside a server bundle; this condition is what Next itself resolves it by.
  resolve: { conditions: ["react-server"] },
  ssr: { resolve: { conditions: ["react-server"] } },
  test: {
    include: ["{app,components,lib,emulator,scripts,e2e}/**/*.test.ts"],
    environment: "node",
    // A time zone with a 45-minute offset makes code that forgot about zones fail instead of passing by luck.
    env: { TZ: "Asia/Kathmandu" },
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
