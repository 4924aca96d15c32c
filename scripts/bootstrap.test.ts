import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const SCRIPTS = import.meta.dirname;

let clone = "";
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "eni-desk-clone-"));
  mkdirSync(join(clone, "scripts"));
  for (const file of ["bootstrap.mjs", "demo.mjs"])
    copyFileSync(join(SCRIPTS, file), join(clone, "scripts", file));
  writeFileSync(join(clone, "package.json"), "{}");
  writeFileSync(join(clone, "package-lock.json"), "{}");
  writeFileSync(join(clone, "scripts", "demo.ts"), 'console.log("the demo itself"); process.exitCode = 7;');
});
afterEach(() => rmSync(clone, { recursive: true }));

/** Stands where npm would: counts its runs, makes node_modules, and ends with `status`. */
function npmThatEndsWith(status: number): string {
  const path = join(clone, "npm-cli.js");
  const makeModules = 'require("node:fs").mkdirSync("node_modules", { recursive: true });';
  const count = 'require("node:fs").appendFileSync("npm-runs", process.argv.slice(2).join(" ") + "\\n");';
  writeFileSync(path, `${makeModules}${count}process.exit(${status});`);
  return path;
}

function demo(npm: string) {
  return spawnSync(process.execPath, [join(clone, "scripts", "demo.mjs")], {
    env: { ...process.env, npm_execpath: npm },
    encoding: "utf8",
  });
}

const npmRuns = () => readFileSync(join(clone, "npm-runs"), "utf8").trim().split("\n");

describe("the first command in a fresh clone", () => {
  it("installs once, then goes straight on, and ends as the program that it runs", () => {
    const npm = npmThatEndsWith(0);
    const first = demo(npm);
    expect(first.stdout).toContain("the demo itself");
    expect(first.status).toBe(7);
    expect(demo(npm).stdout).not.toContain("Installing");
    expect(npmRuns()).toEqual([expect.stringMatching(/^install --no-save --include=dev/)]);
  });

  it("installs again when the lockfile has changed", () => {
    const npm = npmThatEndsWith(0);
    demo(npm);
    writeFileSync(join(clone, "package-lock.json"), '{ "changed": true }');
    demo(npm);
    expect(npmRuns()).toHaveLength(2);
  });

  it("ends with one sentence when npm fails, and tries again the next time", () => {
    const failed = demo(npmThatEndsWith(1));
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('"npm install" failed (status 1)');
    expect(failed.stdout).not.toContain("the demo itself");
    expect(existsSync(join(clone, "node_modules", ".eni-desk-install"))).toBe(false);
    expect(demo(npmThatEndsWith(0)).stdout).toContain("the demo itself");
  });
});
