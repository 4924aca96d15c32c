import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** A folder of its own: a package.json beside the sources would end the scope in which their `#lib/…` imports resolve. */
const FOLDER = join(import.meta.dirname, "opponents");
const INSTALLED = join(FOLDER, "node_modules");
/** What was installed is written here, so that a change of the two files installs again. */
const STAMP = join(INSTALLED, ".eni-desk-install");

/**
 * The folder of a package that only the benchmarks need: from `bench/opponents/package.json`, which is installed first where it is not.
 *
 * @throws {Error} with a sentence, when it could not be installed
 */
export function opponentFolder(name: string): string {
  const wanted = createHash("sha256");
  for (const file of ["package.json", "package-lock.json"]) wanted.update(readFileSync(join(FOLDER, file)));
  const digest = wanted.digest("hex");
  if (!existsSync(STAMP) || readFileSync(STAMP, "utf8") !== digest) install(digest);
  return join(INSTALLED, name);
}

function install(digest: string): void {
  console.log("Installing what is measured against (once, and again when its package-lock.json changes) …");
  // The npm that started this process, where one did.
  const script = process.env.npm_execpath;
  const [file, first] = script?.endsWith("npm-cli.js") ? [process.execPath, [script]] : ["npm", []];
  const flags = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const result = spawnSync(file, [...first, ...flags], {
    cwd: FOLDER,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (result.status !== 0)
    throw new Error("The packages of bench/opponents/package.json could not be installed.");
  writeFileSync(STAMP, digest);
}
