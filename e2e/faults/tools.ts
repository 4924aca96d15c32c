import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Lacking } from "#e2e/faults/promise.ts";

const execute = promisify(execFile);
const FOLDERS = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"];
let updated = false;

/** The path of a program; as root on Debian it is installed where it is missing. */
export async function installed(program: string, debianPackage: string): Promise<string> {
  const found = find(program);
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const get = (...args: string[]) => execute("apt-get", ["-qq", ...args], { env }).catch(() => {});
    if (!updated) await get("update");
    updated = true;
    await get("install", "-y", "--no-install-recommends", debianPackage);
  }
  const path = find(program);
  if (!path) throw new Lacking(`${program} is not installed, and could not be (package ${debianPackage})`);
  return path;
}

function find(program: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, program)).find((path) => existsSync(path));
}
