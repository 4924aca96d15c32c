import { join } from "node:path";

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  agentRules: false,
  // The packages are those of the repository around it.
  turbopack: { root: join(import.meta.dirname, "..", "..", "..") },
};
