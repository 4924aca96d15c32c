import type { Random } from "#e2e/faults/random.ts";

export const ENGINES = ["sqlite", "postgres"] as const;
export type Engine = (typeof ENGINES)[number];

export const SCALES = ["quick", "default", "full"] as const;
export type Scale = (typeof SCALES)[number];

/** What a trial came to. `violations` has one line for each thing that the promise excludes. */
export interface Finding {
  readonly trials: number;
  readonly violations: readonly string[];
  /** What the README may quote. */
  readonly figure: string;
  /** Parts that could not be tried on this machine, and why. */
  readonly left?: readonly string[];
}

export interface Run {
  readonly scale: Scale;
  readonly engine: Engine;
  readonly random: Random;
  /** Nothing of the built pages is there: only what the core alone can show. */
  readonly coreOnly: boolean;
}

/** One promise of docs/reliability.md, as a test that can break it. */
export interface Promised {
  readonly id: string;
  readonly what: string;
  readonly engines: readonly Engine[];
  run(run: Run): Promise<Finding>;
}

/** Something this machine lacks, such as strace: the promise is not tried, and said to be not tried. */
export class Lacking extends Error {}

export function bySize<T>(scale: Scale, sizes: Readonly<Record<Scale, T>>): T {
  return sizes[scale];
}
