import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { chromium } from "@playwright/test";

const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
/** Debian's names: the browser, and a font for the Chinese texts of screenshots. */
const DEBIAN_PACKAGES = ["chromium", "fonts-noto-cjk"];

/**
 * What keeps a browser working as root, in a container, and on a machine without the internet: its own look-ups and
 * updates are refused there, many at a time.
 */
export const CHROMIUM_ARGUMENTS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** Path of a Chromium that is here already, the system's before Playwright's own; null when there is none. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = SYSTEM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, MAC_CHROME, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/**
 * As `findChromium`; fetches one where there is none: Playwright's own, else Debian's package.
 *
 * @throws {Error} with a sentence about what to install by hand
 */
export function ensureChromium(): string {
  const here = findChromium();
  if (here !== null) return here;
  console.log("There is no Chromium yet; fetching one …");
  if (!run(process.execPath, [join("node_modules", "@playwright", "test", "cli.js"), "install", "chromium"]))
    installFromDebian();
  const fetched = findChromium();
  if (fetched === null) {
    throw new Error(
      'No Chromium was found and none could be fetched. Install one, such as with "apt-get install chromium".',
    );
  }
  return fetched;
}

function installFromDebian(): void {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  run("apt-get", ["update"]);
  run("apt-get", ["install", "-y", "--no-install-recommends", ...DEBIAN_PACKAGES]);
}

function run(file: string, args: readonly string[]): boolean {
  const result = spawnSync(file, [...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return result.status === 0;
}
