import { join } from "node:path";
import { Desk, type Variables } from "#e2e/http/desk.ts";
import { build, isBuilt } from "#scripts/build.ts";

const ROOT = join(import.meta.dirname, "..");
const BUILD_LOG = join(ROOT, "bench", "build.log");

/** Builds the dashboard unless a build of these sources is there. @throws {Error} that names the log */
export function ensureBuild(): void {
  if (isBuilt(ROOT)) return;
  console.log("Building the dashboard …");
  if (!build(ROOT, BUILD_LOG)) throw new Error(`the dashboard could not be built, see ${BUILD_LOG}`);
}

/** The dashboard as `npm start` runs it, in a process of its own with an empty database. */
export function startDesk(port: number, ecsEndpoint: string, more: Variables = {}): Promise<Desk> {
  ensureBuild();
  return Desk.startAt(port, ecsEndpoint, more);
}
