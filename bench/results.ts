import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type Ratio, verdict } from "#bench/ratio.ts";

interface Results {
  readonly at: string;
  readonly machine: { readonly cores: number; readonly node: string };
  readonly ratios: readonly (Ratio & { readonly at: string })[];
}

/** Puts fresh ratios in the place of older ones of the same id; ratios that were not measured now keep their date. */
export function mergeResults(path: string, fresh: readonly Ratio[], at: string): void {
  const old = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Results).ratios : [];
  const ids = new Set(fresh.map(({ id }) => id));
  const ratios = [...old.filter(({ id }) => !ids.has(id)), ...fresh.map((ratio) => ({ ...ratio, at }))];
  ratios.sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
  const results: Results = { at, machine: { cores: availableParallelism(), node: process.version }, ratios };
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
}

/** The table that the command prints. */
export function table(ratios: readonly Ratio[]): string {
  const head = ["id", "what", "goal", "measured", "low-high", "A/A", "n", ""];
  const rows = ratios.map((ratio) => [
    ratio.id,
    ratio.what,
    ratio.goal.toFixed(2),
    ratio.measured.toFixed(3),
    `${ratio.low.toFixed(3)}-${ratio.high.toFixed(3)}`,
    ratio.aa?.toFixed(3) ?? "counted",
    String(ratio.n),
    verdict(ratio),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return [head, ...rows].map((row) => line(row).trimEnd()).join("\n");
}
