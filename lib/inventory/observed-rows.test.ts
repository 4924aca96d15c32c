import { beforeEach, describe, expect, it } from "vitest";
import { ObservedRows } from "#lib/inventory/observed-rows.ts";

type Row = { id: string; tags: string[] };
let rows: ObservedRows<Row>;
const row = (id: string, ...tags: string[]): Row => ({ id, tags });

beforeEach(() => {
  rows = new ObservedRows<Row>(({ id }) => id);
  rows.lay(row("a", "x"), 100);
});

describe("rows that reads are laid over", () => {
  it("stay the same object while nothing changes, and know that they were seen again", () => {
    const before = rows.get("a");
    const value = before?.value;
    expect(rows.lay(row("a", "x"), 200)).toBe(false);
    expect(rows.get("a")).toBe(before);
    expect(rows.get("a")?.value).toBe(value);
    expect(rows.get("a")?.observedAt).toBe(200);
  });

  it("are news when anything in them changes", () => {
    const before = rows.get("a");
    expect(rows.lay(row("a", "y"), 200)).toBe(true);
    expect(rows.get("a")).toEqual({ value: row("a", "y"), observedAt: 200 });
    expect(before).toEqual({ value: row("a", "x"), observedAt: 100 });
  });

  it("are not overwritten by an older read", () => {
    expect(rows.lay(row("a", "older"), 50)).toBe(false);
    expect(rows.get("a")).toEqual({ value: row("a", "x"), observedAt: 100 });
    expect(rows.miss("a", 50)).toBe(false);
    expect(rows.size).toBe(1);
  });

  it("stay gone although a walk that began before brings them again, until a newer one does", () => {
    expect(rows.miss("a", 300)).toBe(true);
    expect(rows.miss("a", 300)).toBe(false);
    expect(rows.lay(row("a", "x"), 200)).toBe(false);
    expect(rows.size).toBe(0);
    expect(rows.lay(row("a", "x"), 400)).toBe(true);
  });

  it("go when a whole walk does not show them, but for what a newer read did", () => {
    rows.lay(row("b"), 100);
    rows.lay(row("c"), 500);
    expect(rows.keepOnly(new Set(["a"]), 200)).toBe(true);
    expect([...rows.values()].map(({ value }) => value.id)).toEqual(["a", "c"]);
    expect(rows.keepOnly(new Set(["a"]), 200)).toBe(false);
  });
});
