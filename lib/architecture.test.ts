import { describe, expect, it } from "vitest";
import {
  cycles,
  type Import,
  importsOf,
  isThere,
  loadedBy,
  readSourceFiles,
  type SourceFile,
} from "#lib/import-graph.test-data.ts";

/** The house, from the ground up. A part imports from the floors below its own; what breaks that stands in `BESIDE`. */
const FLOORS: readonly (readonly string[])[] = [
  ["lib/core", "lib/domain", "lib/format", "lib/i18n"],
  ["lib/policy", "lib/contract", "lib/store", "lib/config", "lib/metrics"],
  ["lib/ecs", "lib/audit", "lib/limits", "lib/log", "lib/switches", "lib/alerts"],
  ["lib/inventory", "lib/auth", "lib/saved-views"],
  ["lib/requests", "lib/client", "lib/doctor"],
  ["lib/services.ts", "lib/current-services.ts"],
  ["lib/http", "components"],
  ["app", "server.ts"],
];

/** Imports between two parts of one floor that are meant. */
const BESIDE = [
  "lib/domain → lib/core",
  "lib/format → lib/core",
  "lib/format → lib/domain",
  "lib/i18n → lib/core",
  "lib/i18n → lib/domain",
  "lib/policy → lib/contract",
  "lib/config → lib/contract",
  "lib/config → lib/policy",
  "lib/switches → lib/audit",
  "lib/alerts → lib/log",
];

/** Type only: the place of the one instance names what it holds, and loads none of it. */
const BESIDE_AS_TYPE = ["lib/current-services.ts → lib/services.ts"];

/** Parts that run on the server alone. */
const SERVER = [
  ...["config", "store", "ecs", "audit", "auth", "inventory", "requests", "http", "limits", "log"],
  ...["switches", "alerts", "metrics", "doctor", "saved-views"],
  ...["services.ts", "current-services.ts"],
].map((name) => `lib/${name}`);

/** Programs and suites beside the product: the only ones that the product never imports. */
const BESIDE_THE_PRODUCT = ["emulator", "e2e", "bench", "scripts"];
const READS_ENVIRONMENT = ["lib/config", "scripts", "emulator", "e2e", "bench"];

const files = readSourceFiles();
const all = [...files.values()];
const shipped = all.filter((file) => !file.isTest);
const product = shipped.filter((file) => floorOf(partOf(file.path)) >= 0);

/** The part of the house that a path belongs to: `lib/ecs`, `components`, `server.ts`. */
function partOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "lib" ? `lib/${second}` : first;
}

function floorOf(part: string): number {
  return FLOORS.findIndex((parts) => parts.includes(part));
}

function mayImport(from: string, { target, isType }: Import): boolean {
  const [part, other] = [partOf(from), partOf(target)];
  if (part === other || floorOf(other) < floorOf(part)) return true;
  const edge = `${part} → ${other}`;
  return BESIDE.includes(edge) || (isType && BESIDE_AS_TYPE.includes(edge));
}

function edgesWhere(
  sources: readonly SourceFile[],
  isWrong: (file: SourceFile, edge: Import) => boolean,
): string[] {
  return sources.flatMap((file) =>
    file.imports
      .filter((edge) => edge.isOurs && isWrong(file, edge))
      .map((edge) => `${file.path} imports ${edge.target}`),
  );
}

function pathsWhere(sources: readonly SourceFile[], isWrong: (file: SourceFile) => boolean): string[] {
  return sources.filter(isWrong).map((file) => file.path);
}

const isServerOnly = (path: string) => files.get(path)?.imports[0]?.target === "server-only";

describe("what this test sees", () => {
  it("is the whole repository, with edges that are known to be there", () => {
    expect(all.length).toBeGreaterThan(300);
    const edges = edgesWhere(all, () => true);
    expect(edges).toContain("server.ts imports lib/services.ts");
    expect(edges).toContain(
      "components/palette/palette.tsx imports components/palette/use-palette-search.ts",
    );
    expect(edges).toContain("lib/http/gate.ts imports lib/current-services.ts");
    expect(edges).toContain("emulator/main.ts imports emulator/server.ts");
  });

  it("is every way to import, and which of them run", () => {
    const code = [
      'import "a";',
      'import b from "#lib/b.ts";',
      "import type {\n  C,\n  D,\n} from '../c.ts';",
      'import e, { type F } from "e";',
      'export * from "./g.ts";',
      'export type { H } from "h";',
      'export { i } from "i";',
      'const j = await import("#lib/core/result.ts");',
      'type K = import("k").K;',
      'export const text = "from nowhere";',
      'const from = "nowhere";',
    ].join("\n");
    expect(
      importsOf("lib/x/y.ts", code).map(({ target, isType }) => `${target}${isType ? " (type)" : ""}`),
    ).toEqual([
      ...[
        "a",
        "lib/b.ts",
        "lib/c.ts (type)",
        "e",
        "lib/x/g.ts",
        "h (type)",
        "i",
        "lib/core/result.ts",
        "k (type)",
      ],
    ]);
  });

  it("is there: every import of our own leads to a file", () => {
    expect(edgesWhere(all, (_, edge) => !isThere(edge.target))).toEqual([]);
  });

  it("has its place: every file of the product stands on a floor", () => {
    expect(
      pathsWhere(
        shipped,
        ({ path }) => !BESIDE_THE_PRODUCT.includes(partOf(path)) && floorOf(partOf(path)) < 0,
      ),
    ).toEqual([]);
  });
});

describe("the floors", () => {
  it("import from below only", () => {
    expect(
      edgesWhere(product, ({ path }, edge) => floorOf(partOf(edge.target)) >= 0 && !mayImport(path, edge)),
    ).toEqual([]);
  });

  it("hold no circle", () => {
    expect(cycles(files)).toEqual([]);
  });

  it("never rest on the programs beside the product", () => {
    expect(edgesWhere(product, (_, edge) => BESIDE_THE_PRODUCT.includes(partOf(edge.target)))).toEqual([]);
  });

  it("are measured from outside: nothing but the benchmarks imports them", () => {
    expect(all.filter(({ path }) => partOf(path) === "bench").length).toBeGreaterThan(3);
    const others = all.filter(({ path }) => partOf(path) !== "bench");
    expect(edgesWhere(others, (_, edge) => partOf(edge.target) === "bench")).toEqual([]);
  });

  it("never rest on what only tests share", () => {
    const used = shipped.filter(({ path }) => partOf(path) !== "e2e");
    expect(edgesWhere(used, (_, edge) => files.get(edge.target)?.isTest === true && !edge.isType)).toEqual(
      [],
    );
  });
});

describe("the emulator and the stories", () => {
  it("share nothing with the product, not even types", () => {
    const emulator = all.filter((file) => partOf(file.path) === "emulator");
    // The one thing its tests share with the other programs is where a browser is found.
    const isOwn = (target: string, isTest: boolean) =>
      partOf(target) === "emulator" || (isTest && target === "scripts/chromium.ts");
    expect(edgesWhere(emulator, (file, edge) => !isOwn(edge.target, file.isTest))).toEqual([]);
    // The fault suite runs the product's core in processes of its own and opens its databases; it tells no story.
    const stories = all.filter(({ path }) => partOf(path) === "e2e" && !path.startsWith("e2e/faults/"));
    expect(
      edgesWhere(stories, (_, edge) => !["e2e", "emulator", "scripts"].includes(partOf(edge.target))),
    ).toEqual([]);
  });
});

describe("the browser", () => {
  const starts = product.filter(
    ({ path, code }) => partOf(path) === "lib/client" || /^"use client";/m.test(code),
  );

  it("never loads what belongs to the server", () => {
    expect(starts.length).toBeGreaterThan(50);
    const wrong = starts.flatMap(({ path }) =>
      [...loadedBy(files, path)]
        .filter(([loaded]) => isServerOnly(loaded))
        .map(([loaded, by]) => `${path} loads ${loaded}, by ${by}`),
    );
    expect(wrong).toEqual([]);
  });

  it("knows of no server part, not even a type of it", () => {
    const browser = product.filter(({ path }) => ["lib/client", "components"].includes(partOf(path)));
    expect(edgesWhere(browser, (_, edge) => SERVER.includes(partOf(edge.target)))).toEqual([]);
  });

  it("is told nothing by a raw text of markup", () => {
    const word = ["dangerously", "SetInnerHTML"].join("");
    expect(pathsWhere(all, ({ code }) => code.includes(word))).toEqual([]);
  });
});

describe("the server", () => {
  it('says "server-only" first in each of its files', () => {
    const server = product.filter(({ path }) => SERVER.includes(partOf(path)));
    expect(server.length).toBeGreaterThan(100);
    expect(pathsWhere(server, ({ path }) => !isServerOnly(path))).toEqual([]);
  });

  it("draws nothing and calls no route of ours: it knows of no browser part", () => {
    const server = product.filter(({ path }) => SERVER.includes(partOf(path)));
    expect(
      edgesWhere(server, (_, edge) => ["lib/client", "components"].includes(partOf(edge.target))),
    ).toEqual([]);
  });

  it("reads the environment in one place", () => {
    const elsewhere = shipped.filter(({ path }) => !READS_ENVIRONMENT.includes(partOf(path)));
    expect(pathsWhere(elsewhere, ({ code }) => /\bprocess\s*(\.|\[\s*["'])\s*env\b/.test(code))).toEqual([]);
    expect(
      pathsWhere(elsewhere, ({ code }) =>
        /\{[^}]*\benv\b[^}]*\}\s*(=|from)\s*("(node:)?process"|process\b)/.test(code),
      ),
    ).toEqual([]);
  });
});
