import { z } from "zod";
import { type LockedPackage, readJson } from "#scripts/lockfile.ts";

const floorSchema = z.strictObject({
  atLeast: z.string().regex(/^\d+\.\d+\.\d+$/),
  below: z.string().optional(),
  because: z.string().min(10),
});
const floorsSchema = z.strictObject({
  checked: z.iso.date(),
  packages: z.record(z.string(), floorSchema),
});
export type SafeVersions = z.infer<typeof floorsSchema>;

/** The committed floor below which a package has a weakness that is known and mended. */
export function readSafeVersions(): SafeVersions {
  return floorsSchema.parse(readJson("supply-chain/safe-versions.json"));
}

/** What stands in the lockfile, anywhere in the tree, and is not safe. */
export function unsafeVersions(locked: readonly LockedPackage[], { packages }: SafeVersions): string[] {
  return locked.flatMap(({ place, name, version }) => {
    const floor = packages[name];
    if (!floor) return [];
    const isSafe =
      compareVersions(version, floor.atLeast) >= 0 &&
      (floor.below === undefined || compareVersions(version, floor.below) < 0);
    return isSafe ? [] : [`${place} ${version}: ${floor.because}`];
  });
}

/** By semver.org 11, numbers and whether there is a pre-release; two pre-releases of one version count as equal. */
export function compareVersions(left: string, right: string): number {
  const [one, other] = [partsOf(left), partsOf(right)];
  const at = one.findIndex((part, index) => part !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

function partsOf(version: string): number[] {
  const [, numbers = "", preRelease] = /^(\d+\.\d+\.\d+)(-[^+]*)?/.exec(version) ?? [];
  if (numbers === "") return [-1];
  return [...numbers.split(".").map(Number), preRelease === undefined ? 1 : 0];
}
