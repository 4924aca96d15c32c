import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MUTATIONS } from "#e2e/faults/mutations.ts";
import { PROMISES } from "#e2e/faults/promises.ts";
import { edited } from "#e2e/faults/run-mutations.ts";

const ROOT = join(import.meta.dirname, "..", "..");

describe("the mutations", () => {
  it.each(MUTATIONS)("$breaks on $engine, $what: fits the product as it is", ({ edits }) => {
    for (const edit of edits) {
      const text = readFileSync(join(ROOT, edit.file), "utf8");
      expect(edited(text, edit)).not.toBe(text);
    }
  });

  it("leave no promise without one that breaks it, on an engine that it is tried on", () => {
    for (const { id, engines } of PROMISES) {
      const its = MUTATIONS.filter(({ breaks }) => breaks === id);
      expect(its.length, id).toBeGreaterThan(0);
      expect(
        its.every(({ engine }) => engines.includes(engine)),
        id,
      ).toBe(true);
    }
  });

  it("refuse a text that is there twice, or not at all", () => {
    const edit = { file: "", find: "a", replace: "b" };
    expect(() => edited("aa", edit)).toThrow("2 times");
    expect(() => edited("c", edit)).toThrow("0 times");
  });
});
