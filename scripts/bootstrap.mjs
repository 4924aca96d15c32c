// The first thing a fresh clone runs, by whatever Node and npm the host has: syntax of Node 20, imports of `node:` only.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_HOST_MAJOR = 20;
/** From here on Node runs TypeScript without a flag. */
const OLDEST_PROJECT_MAJOR = 24;
const PARENT_CHECK_MS = 500;
const PROJECT_NODE = join(ROOT, "node_modules", ".bin", "node");
const STAMP = join(ROOT, "node_modules", ".eni-desk-install");

/**
 * Installs what `package-lock.json` names when that has not been done yet, then runs `entry` (a path from the root of
 * the repository) under the project's own Node with the arguments of this process. Ends this process with its status.
 *
 * @param {string} entry
 */
export function runPrepared(entry) {
  if (hostMajor() < OLDEST_HOST_MAJOR) {
    stop(
      `ENI Desk is set up with Node ${OLDEST_HOST_MAJOR} or newer, and this is Node ${process.versions.node}: install a newer Node from nodejs.org and run the command again.`,
    );
  }
  const wanted = installFingerprint();
  if (!isInstalled(wanted)) install(wanted);
  forward(projectNode(), [
    "--disable-warning=ExperimentalWarning",
    join(ROOT, entry),
    ...process.argv.slice(2),
  ]);
}

/** What an installation was made for: a change of packages, platform or processor makes it stale. */
function installFingerprint() {
  const hash = createHash("sha256");
  for (const file of ["package.json", "package-lock.json"]) hash.update(readFileSync(join(ROOT, file)));
  return hash.update(`${process.platform}-${process.arch}`).digest("hex");
}

/** @param {string} wanted */
function isInstalled(wanted) {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted;
}

/** @param {string} wanted */
function install(wanted) {
  console.log("Installing packages (once, and again when package-lock.json changes) …");
  const npm = npmCommand();
  // `--no-save`: an npm of another version would rewrite the lockfile of a clean clone in its own manner.
  const flags = [
    "install",
    "--no-save",
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const result = spawnSync(npm.file, [...npm.args, ...flags], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (result.error) {
    stop(
      `npm could not be started (${result.error.message}): install npm 10 or newer and run the command again.`,
    );
  }
  if (result.status !== 0) {
    stop(
      `"npm install" failed (status ${result.status}); its own message stands above. Most often the package registry is out of reach or the disk is full. Nothing was started; run the same command again once that is mended.`,
    );
  }
  writeFileSync(STAMP, wanted);
}

/** The npm that started this process, else the one on the path. */
function npmCommand() {
  const startedBy = process.env.npm_execpath;
  if (startedBy?.endsWith("npm-cli.js")) return { file: process.execPath, args: [startedBy] };
  return { file: "npm", args: [] };
}

function projectNode() {
  if (existsSync(PROJECT_NODE)) return PROJECT_NODE;
  if (hostMajor() >= OLDEST_PROJECT_MAJOR) return process.execPath;
  return stop(
    `There is no packaged Node for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}: install Node ${OLDEST_PROJECT_MAJOR} or newer and run the command again.`,
  );
}

/**
 * @param {string} file
 * @param {string[]} args
 */
function forward(file, args) {
  const env = { ...process.env, PATH: `${dirname(PROJECT_NODE)}:${process.env.PATH || ""}` };
  const child = spawn(file, args, { cwd: ROOT, stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  stopWithParent(child);
  child.on("error", (error) => stop(`${file} could not be started: ${error.message}`));
  child.on("exit", (status, signal) => process.exit(signal ? 1 : (status ?? 1)));
}

/**
 * npm ended by force tells nobody. Whoever is left over would hold the ports of the next start.
 *
 * @param {import("node:child_process").ChildProcess} child
 */
function stopWithParent(child) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill("SIGTERM");
  }, PARENT_CHECK_MS).unref();
}

function hostMajor() {
  return Number.parseInt(process.versions.node, 10);
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
