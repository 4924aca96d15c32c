/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Loaded by server.ts; a page reaches them only through the services.
  serverExternalPackages: ["better-sqlite3", "kysely", "pino", "@alicloud/credentials"],
  devIndicators: false,
  agentRules: false,
};
