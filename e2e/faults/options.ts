import { parseArgs } from "node:util";
import { ENGINES, type Engine, SCALES, type Scale } from "#e2e/faults/promise.ts";

export interface Options {
  readonly only: readonly string[];
  readonly scale: Scale;
  readonly engines: readonly Engine[];
  readonly seed: number;
  readonly coreOnly: boolean;
  readonly allowLeft: boolean;
  readonly mutations: boolean;
  readonly output: string | null;
  readonly report: string | null;
}

export const USAGE = `Usage: npm run faults -- [options]
  --only R5,R6           these promises; all without it
  --scale default        quick, default or full
  --engine both          sqlite, postgres or both
  --seed 7               the same chances as in a run that printed this seed
  --mutations            break the product on purpose: every promise must notice
  --core-only            leave out what needs the built pages
  --allow-left           a promise that this machine cannot try is no failure
  --output FILE          the results, besides the table (default e2e/faults/results.json)
  --report FILE          every violation and what was left out, for a program`;

/** Reads the command line; a text is what is wrong with it. */
export function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: "string" },
        scale: { type: "string", default: "default" },
        engine: { type: "string", default: "both" },
        seed: { type: "string" },
        mutations: { type: "boolean", default: false },
        "core-only": { type: "boolean", default: false },
        "allow-left": { type: "boolean", default: false },
        output: { type: "string" },
        report: { type: "string" },
      },
    });
    const scale = SCALES.find((each) => each === values.scale);
    const engines = values.engine === "both" ? ENGINES : ENGINES.filter((each) => each === values.engine);
    const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
    if (!scale) return `--scale: ${SCALES.join(", ")}`;
    if (engines.length === 0) return `--engine: ${ENGINES.join(", ")} or both`;
    if (!Number.isSafeInteger(seed)) return "--seed: a whole number";
    return {
      only: (values.only ?? "").split(",").filter((id) => id !== ""),
      scale,
      engines,
      seed,
      coreOnly: values["core-only"],
      allowLeft: values["allow-left"],
      mutations: values.mutations,
      output: values.output ?? null,
      report: values.report ?? null,
    };
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
