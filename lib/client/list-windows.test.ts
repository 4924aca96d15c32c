import { describe, expect, it } from "vitest";
import { ListWindows, type View } from "#lib/client/list-windows.ts";

interface Row {
  id: string;
  status: string;
}

const row = (id: string, status = "InUse"): Row => ({ id, status });
const rowsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => row(`eni-${first + at}`));
const page = (items: Row[], version: string, { offset = 0, total = 1_000 } = {}) => ({
  items,
  offset,
  total,
  version,
});
const view = (first: number, last: number, held = false): View => ({ first, last, held });

function windows() {
  return new ListWindows<Row>(({ id }) => id, page(rowsFrom(0, 50), "v1"));
}

describe("scrolling", () => {
  it("asks for what is not there yet, and for nothing past the end", () => {
    const list = windows();
    expect(list.missing(0, 49)).toBeNull();
    expect(list.missing(40, 60)).toEqual({ offset: 50, limit: 11 });
    expect(list.missing(990, 2_000)).toEqual({ offset: 990, limit: 10 });
    expect(list.missing(0, 999)).toEqual({ offset: 50, limit: 500 });
  });

  it("takes a window of the listing that shows, and leaves one of another", () => {
    const list = windows();
    list.fill(page(rowsFrom(500, 3), "v1", { offset: 500 }), view(500, 502));
    expect(list.rowAt(501)?.id).toBe("eni-501");
    list.fill(page(rowsFrom(700, 3), "v0", { offset: 700 }), view(700, 702));
    expect(list.rowAt(700)).toBeUndefined();
  });

  it("holds no more rows than it needs", () => {
    const list = windows();
    for (let offset = 50; offset < 10_000; offset += 500) {
      list.fill(page(rowsFrom(offset, 500), "v1", { offset, total: 10_000 }), view(offset, offset + 20));
    }
    expect(list.rowAt(0)).toBeUndefined();
    expect(list.rowAt(9_999)?.id).toBe("eni-9999");
  });
});

describe("a poll", () => {
  it("renews rows in their place when the listing is the same", () => {
    const list = windows();
    list.accept(page([row("eni-0", "Detaching"), ...rowsFrom(1, 49)], "v1"), view(0, 10, true));
    expect(list.rowAt(0)?.status).toBe("Detaching");
    expect(list.shown()).toMatchObject({ turn: 0, waiting: false });
  });

  it("takes a new listing at once where every row on screen stays where it is", () => {
    const list = windows();
    const items = [...rowsFrom(0, 12), row("eni-new"), ...rowsFrom(12, 37)];
    list.accept(page(items, "v2", { total: 1_001 }), view(0, 11, true));
    expect(list.shown()).toMatchObject({ version: "v2", total: 1_001, moved: 0, waiting: false });
    expect(list.rowAt(12)?.id).toBe("eni-new");
    expect(list.missing(0, 60)).toEqual({ offset: 50, limit: 11 });
  });

  it("moves nothing that is pointed at: rows are renewed, and the new order waits", () => {
    const list = windows();
    const items = [row("eni-new"), row("eni-0", "Detaching"), ...rowsFrom(1, 48)];
    list.accept(page(items, "v2", { total: 1_001 }), view(0, 10, true));
    expect(list.rowAt(0)).toEqual(row("eni-0", "Detaching"));
    expect(list.shown()).toMatchObject({ version: "v1", total: 1_000, waiting: true, turn: 0 });
    list.showWaiting(view(0, 10));
    expect(list.rowAt(0)?.id).toBe("eni-new");
    expect(list.shown()).toMatchObject({ version: "v2", total: 1_001, waiting: false, turn: 1 });
  });

  it("forgets what waits when the listing is as it was again", () => {
    const list = windows();
    list.accept(page([row("eni-new"), ...rowsFrom(0, 49)], "v2"), view(0, 10, true));
    list.accept(page(rowsFrom(0, 50), "v1"), view(0, 10, true));
    expect(list.shown().waiting).toBe(false);
  });

  it("says how far the row on top moved, so that it can stay on top", () => {
    const list = windows();
    const items = [row("eni-a"), row("eni-b"), ...rowsFrom(0, 48)];
    list.accept(page(items, "v2", { total: 1_002 }), view(20, 30));
    expect(list.shown()).toMatchObject({ moved: 2, turn: 1 });
    expect(list.rowAt(22)?.id).toBe("eni-20");
  });

  it("goes by the next row on screen when the one on top is gone", () => {
    const list = windows();
    const items = [...rowsFrom(3, 17), ...rowsFrom(21, 30)];
    list.accept(page(items, "v2", { total: 996 }), view(20, 30));
    expect(list.shown().moved).toBe(-4);
    expect(list.rowAt(17)?.id).toBe("eni-21");
  });

  it("stays at the beginning of the list: what is new there is to be seen", () => {
    const list = windows();
    list.accept(page([row("eni-new"), ...rowsFrom(0, 49)], "v2"), view(0, 10));
    expect(list.shown()).toMatchObject({ moved: 0, turn: 1 });
    expect(list.rowAt(0)?.id).toBe("eni-new");
  });

  it("sees another order within one version, and reads anew what is of the one before", () => {
    const list = windows();
    const items = [row("eni-1"), row("eni-0"), ...rowsFrom(2, 8)];
    list.accept(page(items, "v1"), view(0, 10, true));
    expect(list.rowAt(0)?.id).toBe("eni-0");
    expect(list.shown().waiting).toBe(true);
    list.showWaiting(view(0, 10));
    expect(list.rowAt(0)?.id).toBe("eni-1");
    expect(list.missing(0, 20)).toEqual({ offset: 10, limit: 11 });
  });

  it("has no row twice", () => {
    const list = windows();
    list.accept(page([row("eni-40"), ...rowsFrom(0, 9)], "v2"), view(0, 5));
    expect(list.indexOf("eni-40")).toBe(0);
    expect(list.rowAt(40)).toBeUndefined();
  });

  it("has no row past the end of a shorter list", () => {
    const list = windows();
    list.accept(page(rowsFrom(0, 10), "v2", { total: 45 }), view(0, 5));
    expect(list.rowAt(44)?.id).toBe("eni-44");
    expect(list.rowAt(45)).toBeUndefined();
  });
});

it("takes whatever comes once the server has let go of the listing, and finds the row that was on top", () => {
  const list = windows();
  list.expire();
  list.accept(page(rowsFrom(15, 50), "v2", { total: 985 }), view(20, 30, true));
  expect(list.shown()).toMatchObject({ version: "v2", moved: -15, turn: 1, waiting: false });
  expect(list.rowAt(5)?.id).toBe("eni-20");
});
