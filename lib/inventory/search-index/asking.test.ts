import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { Attachments } from "#lib/inventory/attachments.ts";
import { ObservedRows } from "#lib/inventory/observed-rows.ts";
import { ask } from "#lib/inventory/search-index/asking.ts";
import { InventoryIndex } from "#lib/inventory/search-index/inventory-index.ts";
import { EVERYWHERE } from "#lib/policy/reach.ts";
import { aSecondaryInterface } from "#lib/policy/sample.test-data.ts";

/** Enough for putting them in order to take several turns. */
const BEFORE = 40_000;
/** A page of a walk: more than an answer settles by itself. */
const A_TURN = 500;

/** An index in which rows come for as long as nobody says stop. */
function growing() {
  const index = new InventoryIndex();
  const attachments: Attachments = new Attachments("1/cn-hangzhou", (id) => rows.get(id));
  index.watch(attachments);
  const rows = new ObservedRows<NetworkInterface>(
    ({ networkInterfaceId }) => networkInterfaceId,
    () => false,
    (before, after) => attachments.interfaceChanged(before, after),
  );
  const add = (count: number) => {
    for (let last = rows.size + count; rows.size < last; ) {
      const id = `eni-${String((rows.size * 7_919) % 1_000_003).padStart(7, "0")}`;
      rows.lay(aSecondaryInterface({ networkInterfaceId: id }), 0);
    }
  };
  add(BEFORE);
  const grow = { isOver: false };
  const grown = (async () => {
    while (!grow.isOver) {
      await nextTurn();
      add(A_TURN);
    }
  })();
  const idAt = (slot: number) => index.interfaces.at(slot)?.value.networkInterfaceId ?? "";
  return { index: index.interfaces, idAt, stop: () => grown, grow };
}

async function firstAnswer(isPartial: boolean) {
  const { index, idAt, grow, stop } = growing();
  const sort = { key: "networkInterfaceId" as const, descending: false };
  const asked = { reach: EVERYWHERE, sort, hasWords: false, depth: 100, isGrowing: () => isPartial };
  const match = () => {
    const found = index.alive.copy();
    return { found, total: found.count() };
  };
  const answer = await ask(index, asked, match, (slots) => {
    grow.isOver = true;
    return { total: slots.total, ids: slots.window(0, slots.total).map(idAt), known: index.alive.count() };
  });
  await stop();
  return answer;
}

it("while a region is read for the first time, what has its place in the order is shown without the rest", async () => {
  const { total, ids, known } = await firstAnswer(true);
  expect(total).toBeGreaterThanOrEqual(BEFORE);
  expect(total).toBeLessThan(known);
  expect(ids).toHaveLength(total);
  expect(ids).toEqual([...new Set(ids)].sort());
});

it("afterwards nothing is left out, however much changes meanwhile", async () => {
  const { total, ids, known } = await firstAnswer(false);
  expect(total).toBe(known);
  expect(ids).toEqual([...new Set(ids)].sort());
});
