import { describe, expect, it } from "vitest";
import { countRatio, isVoid, median, quantile, quantileRatio, timeRatio, verdict } from "#bench/ratio.ts";

const named = { id: "P0", what: "a thing", goal: 0.5 };

describe("a ratio", () => {
  it("is of medians, with the range of single repetitions and the opponent against itself", () => {
    const ratio = timeRatio(named, [
      { product: 1, opponent: 10, opponentAgain: 10 },
      { product: 4, opponent: 10, opponentAgain: 10 },
      { product: 9, opponent: 10, opponentAgain: 10 },
    ]);
    expect(ratio).toMatchObject({ measured: 0.4, low: 0.1, high: 0.9, aa: 1, n: 3 });
    expect(verdict(ratio)).toBe("met");
  });

  it("says by how much a goal was missed", () => {
    expect(verdict(countRatio(named, [0.6]))).toBe("missed by 20.0 %");
    expect(verdict(countRatio(named, [0.5]))).toBe("met");
  });

  it("is void when the opponent differs from itself, met or not", () => {
    const restless = timeRatio(named, [{ product: 1, opponent: 10, opponentAgain: 12 }]);
    expect(isVoid(restless)).toBe(true);
    expect(verdict(restless)).toMatch(/^void/);
  });

  it("takes the middle of two for an even number of values", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow();
  });

  it("is of a quantile over all pairs, with the range over blocks of them", () => {
    const pair = (product: number) => ({ product, opponent: 10, opponentAgain: 10 });
    const pairs = [pair(11), pair(12), pair(13), pair(40)];
    expect(quantileRatio(named, pairs, 0.5, 2)).toMatchObject({
      measured: 1.2,
      low: 1.1,
      high: 1.3,
      aa: 1,
      n: 4,
    });
    expect(quantileRatio(named, pairs, 0.95, 2).measured).toBe(4);
    expect(quantile([5], 0.95)).toBe(5);
    expect(() => quantile([], 0.5)).toThrow();
  });
});
