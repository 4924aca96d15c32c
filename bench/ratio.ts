/** One ratio of one case, as `bench/results.json` holds it. Smaller is better; at most `goal` is met. */
export interface Ratio {
  readonly id: string;
  readonly what: string;
  readonly goal: number;
  readonly measured: number;
  /** The smallest and the largest ratio of one repetition. */
  readonly low: number;
  readonly high: number;
  /** The opponent against itself in the same run; null for what is counted and not timed. */
  readonly aa: number | null;
  /** Repetitions, warm-ups not among them. */
  readonly n: number;
}

/** What one repetition measured: the product, and the opponent twice. */
export interface Repetition {
  readonly product: number;
  readonly opponent: number;
  readonly opponentAgain: number;
}

/** Beyond these the machine was too restless for a ratio of times to mean anything. */
const AA_LOW = 0.9;
const AA_HIGH = 1.1;

/** @throws {Error} for no values at all */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [below, above] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  if (below === undefined || above === undefined) throw new Error("no values to take a median of");
  return (below + above) / 2;
}

/** The value that this part of all values is at most, by the nearest rank. @throws {Error} for no values at all */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
  if (value === undefined) throw new Error("no values to take a quantile of");
  return value;
}

/**
 * The ratio of one quantile over all pairs, for what takes many short pairs in a row. The range is that of `blocks` runs of
 * pairs, within each of which the order was the same; the control is of medians, since those of tails never hold still.
 */
export function quantileRatio(
  named: Pick<Ratio, "id" | "what" | "goal">,
  pairs: readonly Repetition[],
  part: number,
  blocks: number,
): Ratio {
  const size = Math.ceil(pairs.length / blocks);
  const ratioOf = (some: readonly Repetition[]) =>
    quantile(
      some.map(({ product }) => product),
      part,
    ) /
    quantile(
      some.flatMap(({ opponent, opponentAgain }) => [opponent, opponentAgain]),
      part,
    );
  const single = Array.from({ length: Math.ceil(pairs.length / size) }, (_, index) =>
    ratioOf(pairs.slice(index * size, (index + 1) * size)),
  );
  return {
    ...named,
    measured: ratioOf(pairs),
    low: Math.min(...single),
    high: Math.max(...single),
    aa: timeRatio(named, pairs).aa,
    n: pairs.length,
  };
}

/** The ratio of medians, with the range of the ratios of single repetitions and the A/A control beside it. */
export function timeRatio(
  named: Pick<Ratio, "id" | "what" | "goal">,
  repetitions: readonly Repetition[],
): Ratio {
  const opponents = repetitions.map(({ opponent, opponentAgain }) => (opponent + opponentAgain) / 2);
  const products = repetitions.map(({ product }) => product);
  const single = products.map((product, index) => product / (opponents[index] ?? Number.NaN));
  return {
    ...named,
    measured: median(products) / median(opponents),
    low: Math.min(...single),
    high: Math.max(...single),
    aa:
      median(repetitions.map(({ opponent }) => opponent)) /
      median(repetitions.map(({ opponentAgain }) => opponentAgain)),
    n: repetitions.length,
  };
}

/** A ratio of counts: nothing of it depends on how busy the machine is, so it has no A/A control. */
export function countRatio(named: Pick<Ratio, "id" | "what" | "goal">, ratios: readonly number[]): Ratio {
  return {
    ...named,
    measured: median(ratios),
    low: Math.min(...ratios),
    high: Math.max(...ratios),
    aa: null,
    n: ratios.length,
  };
}

export function isVoid({ aa }: Ratio): boolean {
  return aa !== null && (aa < AA_LOW || aa > AA_HIGH);
}

/** In words: met, by how much it was missed, or void. */
export function verdict(ratio: Ratio): string {
  if (isVoid(ratio)) return "void: A/A left 0.9-1.1";
  if (ratio.measured <= ratio.goal) return "met";
  return `missed by ${((ratio.measured / ratio.goal - 1) * 100).toFixed(1)} %`;
}
