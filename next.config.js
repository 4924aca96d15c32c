/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Loaded by server.ts; a page reaches them only through the services.
  serverExternalPackages: ["better-sqlite3", "kysely", "pino", "@alicloud/credentials"],
  // Bytes before packing. What is shared by a few pages goes into each of them: one chunk packs better than four, and a first
  // load is smaller for it (docs/decisions/2026-11-28-first-load.md).
  experimental: { turbopackChunking: { minChunkSize: 400_000, maxMergeChunkSize: 1_000_000 } },
  devIndicators: false,
  agentRules: false,
};
