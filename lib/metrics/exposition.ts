import "server-only";
import { invariant } from "#lib/core/invariant.ts";

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  labels?: Labels;
  value: number;
}

/** One name with everything known under it. A family without samples is left out: a number nobody has is no zero. */
export interface Family {
  name: string;
  type: "counter" | "gauge";
  help: string;
  samples: readonly Sample[];
}

/** The media type of the text below. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const METRIC = /^[a-z_][a-z0-9_]*$/;
const LABEL = /^[a-z][a-z0-9_]*$/;

/** Prometheus' text format: HELP and TYPE of each family, then its samples, one a line. */
export function exposition(families: readonly Family[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, type, help, samples }) => {
      invariant(METRIC.test(name), `${name} is a metric's name`);
      invariant((type === "counter") === name.endsWith("_total"), `${name} says whether it is a counter`);
      return [
        `# HELP ${name} ${escaped(help)}`,
        `# TYPE ${name} ${type}`,
        ...samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${value}`),
      ];
    })
    .map((line) => `${line}\n`)
    .join("");
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => {
    invariant(LABEL.test(label), `${label} is a label's name`);
    return `${label}="${escaped(value).replaceAll('"', '\\"')}"`;
  });
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
