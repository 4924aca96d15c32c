import { describe, expect, it } from "vitest";
import { Lanes } from "#lib/core/lanes.ts";

describe("lanes", () => {
  it("let so many work at a time, in order, and go on after one has failed", async () => {
    const lanes = new Lanes(2);
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const all = Array.from({ length: 7 }, (_, index) =>
      lanes.run(async () => {
        begun.push(index);
        running++;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        if (index === 1) throw new Error("one of them");
        return index;
      }),
    );
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status === "fulfilled")).toEqual([
      true,
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(2);
  });

  it("let the most urgent go next, and those that are alike in order of coming", async () => {
    const lanes = new Lanes(1);
    const begun: string[] = [];
    const work = (name: string, urgency?: number) =>
      lanes.run(() => {
        begun.push(name);
        return Promise.resolve();
      }, urgency);
    await Promise.all([
      work("at once"),
      work("low", -5),
      work("first of two", 7),
      work("without"),
      work("second of two", 7),
      work("highest", 9),
    ]);
    expect(begun).toEqual(["at once", "highest", "first of two", "second of two", "without", "low"]);
  });
});
