import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Lanes } from "#lib/core/lanes.ts";
import { err, ok } from "#lib/core/result.ts";
import type { EcsFailure } from "#lib/domain/ecs-failure.ts";
import type { Part } from "#lib/inventory/partition.ts";
import { type Listing, walkList } from "#lib/inventory/walk-list.ts";

const ROWS_PER_CALL = 10;
const LANES = 2;

const failure: EcsFailure = { kind: "not-sent", cause: "the line was cut" };

/** A region whose parts have so many pages each, and what was asked of it, in order. */
function region(pagesOf: Readonly<Record<string, number>>, failsAt?: string) {
  const asked: string[] = [];
  const lanes = new Lanes(LANES);
  const total = Object.values(pagesOf).reduce((sum, pages) => sum + pages * ROWS_PER_CALL, 0);
  const rows = (part: string, page: number) =>
    Array.from({ length: ROWS_PER_CALL }, (_, at) => `${part}/${page * ROWS_PER_CALL + at}`);
  const nameOf = (part: Part | null) => (part !== null && "vSwitchId" in part ? part.vSwitchId : "");
  const listing: Listing<string> = {
    rowsPerCall: ROWS_PER_CALL,
    idOf: (row) => row,
    counted: async () => ok({ rows: [], nextToken: null, total }),
    page: async (part, nextToken) => {
      const [name, page] = [nameOf(part), Number(nextToken ?? 0)];
      asked.push(`${name}/${page}`);
      await nextTurn();
      if (`${name}/${page}` === failsAt) return err(failure);
      const next = page + 1 < (pagesOf[name] ?? 0) ? String(page + 1) : null;
      return ok({ rows: rows(name, page), nextToken: next, total: null });
    },
    plan: async () =>
      Object.entries(pagesOf).map(([vSwitchId, pages]) => ({
        part: { vSwitchId },
        rows: pages * ROWS_PER_CALL,
      })),
    onRows: () => {},
    inLane: (work, pagesLeft) => lanes.run(work, pagesLeft),
  };
  return { listing, asked, total };
}

describe("parts read side by side", () => {
  it("take turns page by page, the one with the longest way to go first", async () => {
    const { listing, asked, total } = region({ a: 4, b: 4, c: 4, short: 1 });
    const walked = await walkList(listing);
    expect(walked.ok && walked.value.size).toBe(total);
    const read: Record<string, number> = { a: 0, b: 0, c: 0 };
    for (const [name = ""] of asked.map((each) => each.split("/"))) {
      if (name === "short") continue;
      read[name] = (read[name] ?? 0) + 1;
      // With a lane for each chain the third would not begin before another has ended.
      const counts = Object.values(read);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
    }
    expect(asked.indexOf("short/0")).toBeGreaterThan(asked.indexOf("c/1"));
  });

  it("are not asked for more when one of them has failed", async () => {
    const { listing, asked } = region({ a: 9, b: 9, c: 9, d: 9 }, "b/0");
    expect(await walkList(listing)).toEqual(err(failure));
    expect(asked.length).toBeLessThanOrEqual(LANES + 1);
  });
});
