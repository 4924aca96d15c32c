import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

const read = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, path), "utf8")) as never;
const manifest: { dependencies: Record<string, string> } = read("opponents/package.json");
const lockfile: { packages: Record<string, Locked> } = read("opponents/package-lock.json");
const product: Record<"dependencies" | "devDependencies" | "optionalDependencies", object> =
  read("../package.json");

it("the opponents are exact, hashed, from a registry, run nothing when installed, and are none of the product's", () => {
  const asked = Object.entries(manifest.dependencies);
  const locked = Object.entries(lockfile.packages).filter(([place]) => place !== "");
  expect(asked.length).toBeGreaterThan(0);
  for (const [name, version] of asked) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(lockfile.packages[`node_modules/${name}`]?.version).toBe(version);
  }
  const wrong = locked.filter(
    ([, { integrity, resolved, hasInstallScript }]) =>
      !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? "") ||
      hasInstallScript === true ||
      (resolved !== undefined && !/^https:\/\/[^/]+\/.+\.tgz$/.test(resolved)),
  );
  expect(wrong).toEqual([]);
  const ours = [product.dependencies, product.devDependencies, product.optionalDependencies];
  const names = ours.flatMap((some) => Object.keys(some));
  expect(
    locked.map(([place]) => place.replace(/^.*node_modules\//, "")).filter((name) => names.includes(name)),
  ).toEqual([]);
});
