import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isBuilt, sourceFingerprint } from "#scripts/build.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "eni-desk-build-"));
  for (const folder of ["app/instances", "docs", ".next"]) mkdirSync(join(root, folder), { recursive: true });
  write("app/instances/page.tsx", "one");
  write("next.config.js", "config");
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, text: string) => writeFileSync(join(root, path), text);

describe("a build", () => {
  it.each([
    ["a page", "app/instances/page.tsx"],
    ["a new page", "app/new-page.tsx"],
    ["the configuration", "next.config.js"],
    ["the packages", "package-lock.json"],
  ])("is stale when %s changes", (_what, path) => {
    const before = sourceFingerprint(root);
    write(path, "another");
    expect(sourceFingerprint(root)).not.toBe(before);
  });

  it("is stale when a source is renamed", () => {
    const before = sourceFingerprint(root);
    rmSync(join(root, "app/instances/page.tsx"));
    write("app/instances/other.tsx", "one");
    expect(sourceFingerprint(root)).not.toBe(before);
  });

  it.each(["app/instances/page.test.ts", "docs/guard.md"])("stays good when %s changes", (path) => {
    const before = sourceFingerprint(root);
    write(path, "another");
    expect(sourceFingerprint(root)).toBe(before);
  });

  it("is not there before its stamp, nor with the stamp of other sources", () => {
    expect(isBuilt(root)).toBe(false);
    write(".next/eni-desk-build", sourceFingerprint(root));
    expect(isBuilt(root)).toBe(true);
    write("app/instances/page.tsx", "two");
    expect(isBuilt(root)).toBe(false);
  });
});
