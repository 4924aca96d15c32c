import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "#e2e/faults/child.ts";
import { MUTATIONS, type Mutation } from "#e2e/faults/mutations.ts";
import type { Options } from "#e2e/faults/options.ts";
import { table } from "#e2e/faults/results.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** All that the core and this suite are made of. */
const COPIED = ["e2e", "emulator", "lib", "scripts", "package.json", "tsconfig.json"];

/** Applies an edit; its text must be there once, or the mutation says nothing about the product as it is. */
export function edited(text: string, { find, replace }: Mutation["edits"][number]): string {
  const found = text.split(find).length - 1;
  if (found !== 1) throw new Error(`"${find}" is there ${found} times`);
  return text.replace(find, () => replace);
}

function mutate(folder: string, { edits }: Mutation): void {
  for (const edit of edits) {
    const file = join(folder, edit.file);
    writeFileSync(file, edited(readFileSync(file, "utf8"), edit));
  }
}

/** What one promise says of a product that was broken on purpose. */
async function judge(mutation: Mutation, seed: number): Promise<{ noticed: boolean; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), "eni-desk-mutation-"));
  try {
    for (const part of COPIED) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    mutate(folder, mutation);
    const program = ["--conditions=react-server", join(folder, "e2e/faults/run.ts")];
    const what = ["--only", mutation.breaks, "--engine", mutation.engine, "--scale", "quick", "--core-only"];
    const where = ["--seed", String(seed), "--output", join(folder, "results.json")];
    const child = new Child({ args: [...program, ...what, ...where], cwd: folder });
    await child.ended();
    const lines = child.output.split("\n").map((line) => line.trim());
    const at = lines.findIndex((line) => line.startsWith("FAIL"));
    const said = lines[at + 1] ?? "";
    // A product that does not even run has broken no promise.
    const isBroken =
      at < 0 || said.startsWith("the trial itself broke") || said.startsWith("nothing was tried");
    return { noticed: !isBroken, said: at < 0 ? "nothing: every trial passed" : said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Breaks the product in every way we know of; each must be noticed by the promise that forbids it. */
export async function runMutations({ only, engines, seed }: Options): Promise<boolean> {
  const wanted = MUTATIONS.filter(
    ({ breaks, engine }) => engines.includes(engine) && (only.length === 0 || only.includes(breaks)),
  );
  const rows: string[][] = [["promise", "engine", "noticed", "mutation", "what the promise said"]];
  let all = wanted.length > 0;
  for (const mutation of wanted) {
    const { noticed, said } = await judge(mutation, seed);
    const { breaks, engine, what } = mutation;
    rows.push([breaks, engine, noticed ? "yes" : "NO", what, said.slice(0, 120)]);
    console.log(`${noticed ? "ok  " : "FAIL"} ${breaks} ${engine}: ${what}: ${said.slice(0, 160)}`);
    all &&= noticed;
  }
  console.log(`\n${table(rows)}`);
  return all;
}
