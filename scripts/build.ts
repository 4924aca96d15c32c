import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** What `next build` reads. A file outside of this list does not make a build stale. */
const SOURCES = [
  "app/**/*",
  "components/**/*",
  "lib/**/*",
  "public/**/*",
  "{next.config,postcss.config,proxy,instrumentation,instrumentation-client}.{js,mjs,ts}",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

export const NEXT = join("node_modules", "next", "dist", "bin", "next");

/** A text that changes when a source of the build changes. Tests are no source. */
export function sourceFingerprint(root: string): string {
  const hash = createHash("sha256").update(process.version);
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files)
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  return hash.digest("hex");
}

function stampPath(root: string): string {
  return join(root, ".next", "eni-desk-build");
}

export function isBuilt(root: string): boolean {
  const path = stampPath(root);
  return existsSync(path) && readFileSync(path, "utf8") === sourceFingerprint(root);
}

/**
 * Builds the dashboard. The stamp goes on only after success, so a build that was cut off is done again.
 *
 * @param logFile takes the output
 * @returns whether the build worked
 */
export function build(root: string, logFile: string): boolean {
  const fingerprint = sourceFingerprint(root);
  rmSync(stampPath(root), { force: true });
  const output = openSync(logFile, "w");
  const result = spawnSync(process.execPath, [join(root, NEXT), "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", output, output],
  });
  if (result.status !== 0) return false;
  writeFileSync(stampPath(root), fingerprint);
  return true;
}
