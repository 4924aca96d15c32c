import { expect, it } from "vitest";
import { rowOfKey } from "#components/list/row-keys.ts";

const list = { total: 100, page: 10 };

it("goes by one row, by one page, and to both ends", () => {
  expect(rowOfKey("ArrowDown", 5, list)).toBe(6);
  expect(rowOfKey("ArrowUp", 5, list)).toBe(4);
  expect(rowOfKey("PageDown", 5, list)).toBe(15);
  expect(rowOfKey("PageUp", 55, list)).toBe(45);
  expect(rowOfKey("Home", 55, list)).toBe(0);
  expect(rowOfKey("End", 55, list)).toBe(99);
});

it("stops at both ends", () => {
  expect(rowOfKey("ArrowUp", 0, list)).toBe(0);
  expect(rowOfKey("PageUp", 3, list)).toBe(0);
  expect(rowOfKey("ArrowDown", 99, list)).toBe(99);
  expect(rowOfKey("PageDown", 95, list)).toBe(99);
});

it("leaves every other key alone", () => {
  for (const key of ["a", "Tab", "ArrowLeft", "Enter", " "]) expect(rowOfKey(key, 5, list)).toBeNull();
});
