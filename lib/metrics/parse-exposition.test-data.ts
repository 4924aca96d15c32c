export interface ParsedSample {
  name: string;
  type: string;
  labels: Record<string, string>;
  value: number;
}

const META = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? (-?[0-9.]+(?:e[+-]?[0-9]+)?|[+-]Inf|NaN)$/;
const PAIR = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"(?:,|$)/;
const UNESCAPED: Readonly<Record<string, string>> = { "\\\\": "\\", '\\"': '"', "\\n": "\n" };

/** Reads Prometheus' text format as strictly as it is specified, and throws at the first line that is none of it. */
export function parseExposition(text: string): ParsedSample[] {
  if (text !== "" && !text.endsWith("\n")) throw new Error("the last line has no end");
  const samples: ParsedSample[] = [];
  const seen = new Set<string>();
  const types = new Map<string, string>();
  let helped: string | null = null;
  for (const line of text.split("\n").slice(0, -1)) {
    const [, what, about = "", rest = ""] = META.exec(line) ?? [];
    if (what === "HELP") {
      if (seen.has(about)) throw new Error(`${about} comes twice`);
      seen.add(about);
      helped = about;
    } else if (what === "TYPE") {
      if (helped !== about || !["counter", "gauge"].includes(rest)) throw new Error(`no HELP above: ${line}`);
      types.set(about, rest);
    } else samples.push(sampleIn(line, types, helped));
  }
  const series = samples.map(({ name, labels }) => `${name}${JSON.stringify(labels)}`);
  if (new Set(series).size !== series.length) throw new Error("a series comes twice");
  return samples;
}

function sampleIn(line: string, types: ReadonlyMap<string, string>, family: string | null): ParsedSample {
  const [, name = "", braces = "{}", value = ""] = SAMPLE.exec(line) ?? [];
  const type = types.get(name);
  if (name !== family || type === undefined) throw new Error(`not a sample of ${family}: ${line}`);
  return { name, type, labels: labelsIn(braces.slice(1, -1)), value: Number(value) };
}

function labelsIn(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ""; ) {
    const [whole = "", label = "", value = ""] = PAIR.exec(rest) ?? [];
    if (whole === "" || label in labels) throw new Error(`not labels: ${text}`);
    labels[label] = value.replace(/\\[\\"n]/g, (sequence) => UNESCAPED[sequence] ?? sequence);
    rest = rest.slice(whole.length);
  }
  return labels;
}
