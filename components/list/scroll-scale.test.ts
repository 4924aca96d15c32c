import { describe, expect, it } from "vitest";
import { scrollScale, TALLEST_PX } from "#components/list/scroll-scale.ts";

const ROW_PX = 52;
const VIEW_PX = 700;

describe("what fits into an element", () => {
  const scale = scrollScale(100_000 * ROW_PX, VIEW_PX);
  it("is as tall as it is, and scrolls px by px", () => {
    expect(scale.heightPx).toBe(100_000 * ROW_PX);
    for (const at of [0, 1, 777, 2_600_000, 100_000 * ROW_PX - VIEW_PX]) {
      expect(scale.toContent(at)).toBeCloseTo(at, 6);
      expect(scale.toScroll(at)).toBeCloseTo(at, 6);
    }
  });
});

describe("a million rows", () => {
  const contentPx = 1_000_000 * ROW_PX;
  const scale = scrollScale(contentPx, VIEW_PX);
  const last = scale.heightPx - VIEW_PX;

  it("are no taller than a browser can draw", () => {
    expect(scale.heightPx).toBe(TALLEST_PX);
  });
  it("are reached from the first to the last", () => {
    expect(scale.toContent(0)).toBe(0);
    expect(scale.toContent(last)).toBe(contentPx - VIEW_PX);
    expect(scale.toContent(last * 2)).toBe(contentPx - VIEW_PX);
    expect(scale.toContent(-5)).toBe(0);
  });
  it("are compressed in the middle only", () => {
    expect(scale.toContent(1_234)).toBe(1_234);
    expect(scale.toContent(last - 1_234)).toBe(contentPx - VIEW_PX - 1_234);
    expect(scale.toContent(last / 2)).toBeCloseTo((contentPx - VIEW_PX) / 2, 3);
  });
  it("stand where the scrollbar was moved to", () => {
    for (const at of [0, 1_234, 200_000, 200_001, last / 3, last / 2, last - 200_000, last - 1, last]) {
      expect(scale.toScroll(scale.toContent(at))).toBeCloseTo(at, 3);
    }
  });
  it("never go backwards", () => {
    let before = -1;
    for (let at = 0; at <= last; at += 9_973) {
      const content = scale.toContent(at);
      expect(content).toBeGreaterThan(before);
      before = content;
    }
  });
});

describe("fewer rows than fill the window", () => {
  it("do not scroll", () => {
    const scale = scrollScale(3 * ROW_PX, VIEW_PX);
    expect(scale.toContent(50)).toBe(0);
    expect(scale.toScroll(50)).toBe(0);
  });
});
