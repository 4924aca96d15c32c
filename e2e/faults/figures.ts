/** `3` trials without a violation exclude, at 95 %, a rate above 3 / N. */
const RULE_OF_THREE = 3;

/** The largest share of failures that so many clean trials still allow, at 95 %. */
export function boundOf(trials: number): string {
  if (trials <= RULE_OF_THREE) return "too few for a bound";
  return `95 %: at most ${((RULE_OF_THREE / trials) * 100).toPrecision(2)} %`;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

export function count(n: number): string {
  return n.toLocaleString("en-US");
}
