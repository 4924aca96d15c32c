// Holds the code to the floors of CONTRIBUTING.md. It reads import and export statements and `import()` with a written
// path; an import put together while running would escape it.
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");

type Side = "both" | "browser" | "server";

/** A folder imports only from floors below its own, and never from the other column. */
const FLOORS: Readonly<Record<string, { floor: number; side: Side }>> = {
  "lib/core": { floor: 0, side: "both" },
  "lib/domain": { floor: 0, side: "both" },
  "lib/format": { floor: 0, side: "both" },
  "lib/i18n": { floor: 0, side: "both" },
  "lib/policy": { floor: 1, side: "both" },
  "lib/contract": { floor: 1, side: "both" },
  "lib/store": { floor: 1, side: "server" },
  "lib/config": { floor: 1, side: "server" },
  "lib/log": { floor: 1, side: "server" },
  "lib/ecs": { floor: 2, side: "server" },
  "lib/audit": { floor: 2, side: "server" },
  "lib/limits": { floor: 2, side: "server" },
  "lib/inventory": { floor: 3, side: "server" },
  "lib/auth": { floor: 3, side: "server" },
  "lib/client": { floor: 4, side: "browser" },
  "lib/requests": { floor: 4, side: "server" },
  "lib/services.ts": { floor: 5, side: "server" },
  "lib/current-services.ts": { floor: 5, side: "server" },
  components: { floor: 6, side: "browser" },
  "lib/http": { floor: 6, side: "server" },
  // A route draws what is below it on the left with what is below it on the right.
  app: { floor: 7, side: "both" },
  "server.ts": { floor: 7, side: "server" },
};

/** What may look sideways, on its own floor. Each has a reason; a new one needs a better one. */
const BESIDE: readonly string[] = [
  // The texts are complete when each state and each ECS code has one, and the domain names those.
  "lib/i18n -> lib/domain",
  // What a guard says is worded in the shape that our own API hands on.
  "lib/policy -> lib/contract",
  // The log is set up from what the configuration says.
  "lib/log -> lib/config",
  // One holds the instance of what the other makes.
  "lib/current-services.ts -> lib/services.ts",
];

interface Edge {
  from: string;
  to: string;
  /** Leaves nothing behind once types are taken away. */
  isTypeOnly: boolean;
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]*?\sfrom\s+)?["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']\s*\)/g;

const files = globSync("{app,components,lib,emulator,e2e,bench,scripts}/**/*.{ts,tsx,mjs}", { cwd: ROOT })
  .concat("server.ts")
  .sort();
const sources = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
const edges = files.flatMap((file) => edgesOf(file, sources.get(file) ?? ""));
const product = edges.filter(({ from }) => isProduct(from) && !isTest(from));

function edgesOf(from: string, source: string): Edge[] {
  const statements = [...source.matchAll(STATEMENT)].map(([, type, path = ""]) => ({ type, path }));
  const dynamic = [...source.matchAll(DYNAMIC)].map(([, path = ""]) => ({ type: undefined, path }));
  return [...statements, ...dynamic].flatMap(({ type, path }) => {
    const to = resolve(from, path);
    return to === null ? [] : [{ from, to, isTypeOnly: type !== undefined }];
  });
}

/** The file that is meant, from the root; null for a package. */
function resolve(from: string, path: string): string | null {
  if (path.startsWith("#")) return path.slice(1);
  return path.startsWith(".") ? normalize(join(dirname(from), path)) : null;
}

function folderOf(file: string): string {
  const [top = "", second = ""] = file.split("/");
  return top === "lib" ? `lib/${second}` : top;
}

function isProduct(file: string): boolean {
  return /^(app|components|lib)\/|^server\.ts$/.test(file);
}

/** Tests, and what only they use, may reach for whatever they put to the test. */
function isTest(file: string): boolean {
  return /\.(test|spec|test-data)\.|\/testing\//.test(file);
}

function shown({ from, to }: Edge): string {
  return `${from} imports ${to}`;
}

function isAllowed({ from, to }: Edge): boolean {
  const [upper, lower] = [folderOf(from), folderOf(to)];
  const [above, below] = [FLOORS[upper], FLOORS[lower]];
  if (upper === lower) return true;
  if (!above || !below) return false;
  if (BESIDE.includes(`${upper} -> ${lower}`)) return true;
  const isOtherColumn = above.side !== below.side && above.side !== "both" && below.side !== "both";
  return below.floor < above.floor && !isOtherColumn;
}

/** One way round, file by file, for each cycle of imports that run. */
function cycles(): string[] {
  const next = Map.groupBy(
    edges.filter((edge) => !edge.isTypeOnly),
    (edge) => edge.from,
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(" -> "));
    if (start >= 0 || done.has(file)) return;
    for (const edge of next.get(file) ?? []) visit(edge.to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

/** Files of the product, without tests, that hold something matched by `pattern`. */
function productFilesWith(pattern: RegExp): string[] {
  return files.filter((file) => isProduct(file) && !isTest(file) && pattern.test(sources.get(file) ?? ""));
}

describe("the source as this test sees it", () => {
  it("is all there", () => {
    expect(files.length).toBeGreaterThan(60);
    expect(edges.length).toBeGreaterThan(files.length);
  });

  it.each([
    ["a static import", "server.ts", "lib/services.ts"],
    ["an import of several lines", "e2e/playwright.config.ts", "scripts/programs.ts"],
    ["an import of types", "lib/policy/detach-blockers.ts", "lib/domain/network-interface.ts"],
  ])("holds %s that is known to be there", (_what, from, to) => {
    expect(edges.map(shown)).toContain(shown({ from, to, isTypeOnly: false }));
  });

  it("reads every form of import", () => {
    const text = `import { a } from "#lib/core/a.ts";\nimport type { B } from "./b.ts";\nimport "#lib/core/c.ts";
export { d } from "../d.ts";\nimport {\n  e,\n} from "#lib/core/e.ts";\nconst f = import("#lib/core/f.ts");\nimport g from "g";`;
    const seen = edgesOf("lib/audit/x.ts", text).map(({ to, isTypeOnly }) =>
      isTypeOnly ? `type ${to}` : to,
    );
    expect(seen.sort()).toEqual(
      [
        "lib/core/a.ts",
        "lib/core/c.ts",
        "lib/core/e.ts",
        "lib/core/f.ts",
        "lib/d.ts",
        "type lib/audit/b.ts",
      ].sort(),
    );
  });

  it("has a floor for each folder of the product, and a folder for each floor", () => {
    const folders = new Set(files.filter((file) => isProduct(file) && !isTest(file)).map(folderOf));
    expect([...folders].sort()).toEqual(Object.keys(FLOORS).sort());
  });
});

describe("the floors", () => {
  it("are imported from above only, and never across the columns", () => {
    const wrong = product.filter((edge) => isProduct(edge.to) && !isAllowed(edge));
    expect(wrong.map(shown)).toEqual([]);
  });

  it("have no look sideways that nobody takes", () => {
    const taken = new Set(product.map(({ from, to }) => `${folderOf(from)} -> ${folderOf(to)}`));
    expect(BESIDE.filter((pair) => !taken.has(pair))).toEqual([]);
  });

  it("have no cycles", () => expect(cycles()).toEqual([]));

  it("name files that are there, and no tests", () => {
    const known = product.filter(({ to }) => isTest(to) || (/\.(ts|tsx)$/.test(to) && !sources.has(to)));
    expect(known.map(shown)).toEqual([]);
  });
});

describe("the borders", () => {
  it("keep server code out of the browser: each server file begins with server-only", () => {
    const server = files.filter(
      (file) => file.startsWith("lib/") && FLOORS[folderOf(file)]?.side === "server",
    );
    const open = server.filter(
      (file) => !isTest(file) && !/^\s*(?:\/\/.*\s+)*import "server-only";/.test(sources.get(file) ?? ""),
    );
    expect(server.length).toBeGreaterThan(40);
    expect(open).toEqual([]);
  });

  it("keep the emulator, the stories and the benchmarks apart from the product", () => {
    const isApart = (file: string) => /^(emulator|e2e|bench)\//.test(file);
    const wrong = edges.filter(
      ({ from, to }) =>
        !isTest(from) && ((isProduct(from) && isApart(to)) || (isApart(from) && isProduct(to))),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it("keep the product free of the commands around it", () => {
    expect(product.filter(({ to }) => to.startsWith("scripts/")).map(shown)).toEqual([]);
  });

  it("let the configuration alone read the environment", () => {
    const readers = productFilesWith(/\bprocess\.env\b|\bimport\.meta\.env\b/);
    expect(readers.filter((file) => !file.startsWith("lib/config/"))).toEqual([]);
    expect(readers).toContain("lib/config/environment.ts");
  });

  it("let no text become markup", () => {
    // Written in two parts, or this file would be the one that it finds.
    expect(productFilesWith(new RegExp(`dangerously${"SetInnerHTML"}|\\.innerHTML\\b`))).toEqual([]);
  });
});
