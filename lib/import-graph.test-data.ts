import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const SOURCES = ["{app,components,lib,emulator,e2e,scripts,bench}/**/*.{ts,tsx,mjs}", "server.ts"];

export interface Import {
  /** The path from the root when it is a file of ours, else the name as it is written: a package, or `node:…`. */
  readonly target: string;
  readonly isOurs: boolean;
  /** `import type`: gone before anything runs. */
  readonly isType: boolean;
}

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
  /** Tests, what they alone share, and Playwright's stories. */
  readonly isTest: boolean;
}

const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const STATEMENT =
  /^(?:import|export)\s+(type\s+)?(?:[\w$*{][\w$\s,*{}]*?\s*from\s*)?(["'])([^"'\n]+)\2|\b(?:import|require)\(\s*(["'`])([^"'`\n]+)\4\s*\)/gm;
/** `import("…").Name` names a type; a call to `import` is awaited, returned or handed on, and never followed by a name of a type. */
const FOLLOWED_BY_TYPE = /^\.[A-Z]/;

/** Every source file of the repository with what it imports, resolved to paths. */
export function readSourceFiles(): ReadonlyMap<string, SourceFile> {
  const paths = globSync(SOURCES, { cwd: ROOT, exclude: ["**/node_modules/**"] }).map((path) =>
    path.replaceAll("\\", "/"),
  );
  return new Map(paths.sort().map((path) => [path, readSourceFile(path)]));
}

function readSourceFile(path: string): SourceFile {
  const code = readFileSync(join(ROOT, path), "utf8").replace(COMMENT, "");
  const isTest = /\.(test|spec|test-data)\.tsx?$|\/testing\//.test(path);
  return { path, code, imports: importsOf(path, code), isTest };
}

/** @param path where the code stands, for relative imports */
export function importsOf(path: string, code: string): Import[] {
  return [...code.matchAll(STATEMENT)].map((match) => {
    const [whole, typeWord, , statement, , call] = match;
    const isTypeOfCall = call !== undefined && FOLLOWED_BY_TYPE.test(code.slice(match.index + whole.length));
    return { ...resolve(path, statement ?? call ?? ""), isType: typeWord !== undefined || isTypeOfCall };
  });
}

function resolve(from: string, written: string): Pick<Import, "target" | "isOurs"> {
  if (written.startsWith("#")) return { target: written.slice(1), isOurs: true };
  if (written.startsWith(".")) return { target: posix.join(dirname(from), written), isOurs: true };
  return { target: written, isOurs: false };
}

export function isThere(path: string): boolean {
  return existsSync(join(ROOT, path));
}

/**
 * Every file that running `start` loads, with the one that loads it; type imports load nothing.
 *
 * @returns path → the path that imports it (`start` itself → itself)
 */
export function loadedBy(files: ReadonlyMap<string, SourceFile>, start: string): ReadonlyMap<string, string> {
  const from = new Map([[start, start]]);
  for (const path of from.keys()) {
    for (const { target, isType } of files.get(path)?.imports ?? []) {
      if (!isType && files.has(target) && !from.has(target)) from.set(target, path);
    }
  }
  return from;
}

/** The ways around in circles, each once, as `a → b → a`. */
export function cycles(files: ReadonlyMap<string, SourceFile>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(" → "));
    if (start >= 0 || done.has(path)) return;
    for (const { target, isType } of files.get(path)?.imports ?? []) {
      if (!isType && files.has(target)) visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return found;
}
