import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { actionTable } from "#emulator/actions/registry.ts";
import { ACTION_CASES } from "#emulator/conformance/action-cases.ts";
import { contains } from "#emulator/conformance/contains.ts";
import { conformanceTable, TABLE_BEGINS, TABLE_ENDS } from "#emulator/conformance/table.ts";

test("the README's table is what the vendor's clients get, for every action there is", async () => {
  const actions = ACTION_CASES.map(({ action }) => action);
  expect(actions.toSorted()).toEqual([...actionTable.values()].map(({ name }) => name).sort());
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, kept = ""] = readme.split(TABLE_BEGINS);
  const table = await conformanceTable();
  expect(kept.split(TABLE_ENDS)[0]?.trim(), "npm run conformance prints the table as it is now").toBe(table);
  expect(table).not.toMatch(/refused|another answer/);
}, 120_000);

test("a piece that is not in an answer is seen", () => {
  const answer = { A: [{ B: 1, C: "text" }, { B: 2 }], D: "x" };
  expect(contains(answer, { A: [{ B: 2 }, { C: /^t/ }] })).toBe(true);
  expect(contains(answer, { A: [{ B: 3 }] })).toBe(false);
  expect(contains(answer, { D: /y/ })).toBe(false);
  expect(contains(answer, { E: {} })).toBe(false);
});
