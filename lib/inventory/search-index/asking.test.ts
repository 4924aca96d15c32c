import { expect, it } from "vitest";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import { Attachments } from "#lib/inventory/attachments.ts";
import { ObservedRows } from "#lib/inventory/observed-rows.ts";
import { ask } from "#lib/inventory/search-index/asking.ts";
import { InventoryIndex } from "#lib/inventory/search-index/inventory-index.ts";
import { EVERYWHERE } from "#lib/policy/reach.ts";
import { aSecondaryInterface } from "#lib/policy/sample.test-data.ts";

/** More than are sorted anew for one answer. */
const BEFORE = 3_000;
/** A page of a walk: more than an answer settles by itself. */
const A_PAGE = 500;

/** Asks for all of an index into which a page comes each time it is looked at. */
async function askWhilePagesCome(isPartial: boolean) {
  const all = new InventoryIndex();
  const { interfaces: index } = all;
  const attachments: Attachments = new Attachments("1/cn-hangzhou", (id) => rows.get(id));
  all.watch(attachments);
  const rows = new ObservedRows<NetworkInterface>(
    ({ networkInterfaceId }) => networkInterfaceId,
    () => false,
    (before, after) => attachments.interfaceChanged(before, after),
  );
  const add = (count: number) => {
    for (const last = rows.size + count; rows.size < last; ) {
      const id = `eni-${String((rows.size * 7_919) % 1_000_003).padStart(7, "0")}`;
      rows.lay(aSecondaryInterface({ networkInterfaceId: id }), 0);
    }
  };
  add(BEFORE);
  const sort = { key: "networkInterfaceId" as const, descending: false };
  const asked = { reach: EVERYWHERE, sort, hasWords: false, depth: 100, isGrowing: () => isPartial };
  const match = () => {
    add(A_PAGE);
    // One that has its place changes too, and keeps it.
    rows.lay(aSecondaryInterface({ networkInterfaceId: "eni-0000000", description: `${rows.size}` }), 0);
    const found = index.alive.copy();
    return { found, total: found.count() };
  };
  return ask(index, asked, match, (slots) => ({
    total: slots.total,
    ids: slots.window(0, slots.total).map((slot) => index.at(slot)?.value.networkInterfaceId ?? ""),
    known: index.alive.count(),
  }));
}

it("while a region is read for the first time, what has its place in the order is shown without the rest", async () => {
  const { total, ids, known } = await askWhilePagesCome(true);
  expect(total).toBe(known - A_PAGE);
  expect(ids).toHaveLength(total);
  expect(ids).toEqual([...new Set(ids)].sort());
});

it("afterwards nothing is left out, however much changes meanwhile", async () => {
  const { total, ids, known } = await askWhilePagesCome(false);
  expect(total).toBe(known);
  expect(ids).toEqual([...new Set(ids)].sort());
});
