import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const ROOT = join(import.meta.dirname, "..");
const versions = z.record(z.string(), z.string()).default({});

const entrySchema = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  link: z.boolean().default(false),
  hasInstallScript: z.boolean().default(false),
  dependencies: versions,
  optionalDependencies: versions,
  peerDependencies: versions,
});
const lockfileSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), entrySchema),
});

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  dependencies: versions,
  optionalDependencies: versions,
  devDependencies: versions,
  allowScripts: z.record(z.string(), z.boolean()).default({}),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** A package as the lockfile places it: the same name and version may stand at several places. */
export interface LockedPackage extends Omit<z.infer<typeof entrySchema>, "version"> {
  place: string;
  name: string;
  version: string;
}

export function readManifest(): Manifest {
  return manifestSchema.parse(readJson("package.json"));
}

/** Every package of package-lock.json but the project itself, in the order of the file. */
export function readLockfile(): LockedPackage[] {
  const { packages } = lockfileSchema.parse(readJson("package-lock.json"));
  return Object.entries(packages)
    .filter(([place]) => place !== "")
    .map(([place, entry]) => ({ ...entry, place, name: nameAt(place), version: entry.version ?? "" }));
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8"));
}

function nameAt(place: string): string {
  return place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
}

/** Where Node finds `name` when the package at `place` asks for it; undefined when nothing was installed for it. */
export function resolveFrom(
  places: ReadonlyMap<string, LockedPackage>,
  place: string,
  name: string,
): LockedPackage | undefined {
  const inside = place === "" ? `node_modules/${name}` : `${place}/node_modules/${name}`;
  const found = places.get(inside);
  if (found || place === "") return found;
  const above = place.lastIndexOf("/node_modules/");
  return resolveFrom(places, above < 0 ? "" : place.slice(0, above), name);
}
