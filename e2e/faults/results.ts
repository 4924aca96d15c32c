import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { z } from "zod";
import { ENGINES, SCALES } from "#e2e/faults/promise.ts";

const tried = z.object({
  id: z.string(),
  engine: z.enum(ENGINES),
  what: z.string(),
  trials: z.number(),
  violations: z.number(),
  figure: z.string(),
  at: z.string(),
  scale: z.enum(SCALES),
  seed: z.number(),
});
/** What one promise came to on one engine. The names are public: docs/reliability.md. */
export type Tried = z.infer<typeof tried>;

const results = z.object({
  at: z.string(),
  machine: z.object({ cores: z.number(), node: z.string() }),
  promises: z.array(tried),
});

/** Puts new results in the place of the older ones of the same promise and engine. */
export function mergeResults(file: string, fresh: readonly Tried[], at: string): void {
  const old = existsSync(file) ? results.safeParse(JSON.parse(readFileSync(file, "utf8"))) : null;
  const kept = (old?.success ? old.data.promises : []).filter(
    ({ id, engine }) => !fresh.some((each) => each.id === id && each.engine === engine),
  );
  const numberOf = ({ id }: Tried) => Number(id.slice(1));
  const promises = [...kept, ...fresh].sort(
    (a, b) => numberOf(a) - numberOf(b) || a.engine.localeCompare(b.engine) * -1,
  );
  const machine = { cores: availableParallelism(), node: process.version };
  const temporary = `${file}.new`;
  writeFileSync(temporary, `${JSON.stringify({ at, machine, promises }, null, 2)}\n`);
  renameSync(temporary, file);
}

/** Columns as wide as their widest cell; the last one runs on. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
