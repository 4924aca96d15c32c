import "server-only";

import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Host } from "#lib/inventory/attachments.ts";
import { type Observed, slotOf } from "#lib/inventory/observed-rows.ts";
import { type OrderedSlots, sortedFew } from "#lib/inventory/search-index/ordered-rows.ts";
import type { SeenInventory } from "#lib/inventory/seen-inventory.ts";

/** What instances are sorted by that their ENIs decide, and how far these can be seen. */
export const INSTANCE_COUNTS = ["networkInterfaceCount", "detachableCount", "freeSlots"] as const;
export type InstanceCount = (typeof INSTANCE_COUNTS)[number];

/** The same instances by a count; those with the same one stay in the order in which they come. */
export function byCount(
  slots: OrderedSlots,
  { count, descending }: { count: InstanceCount; descending: boolean },
  { index, reach, eniQuantityOf }: Pick<SeenInventory, "index" | "reach" | "eniQuantityOf">,
): OrderedSlots {
  const counted = new Map<number, number[]>();
  for (const slot of slots.window(0, slots.total)) {
    const host = index.instances.hosts.at(slot);
    const number = host === null ? 0 : countOf(host);
    const same = counted.get(number);
    if (same) same.push(slot);
    else counted.set(number, [slot]);
  }
  const groups = [...counted].sort(([a], [b]) => (descending ? b - a : a - b));
  return sortedFew(groups.flatMap(([, same]) => same));

  function countOf({ instance, interfaces }: Host): number {
    const seen = reach.scopes === null ? interfaces : interfaces.filter(({ value }) => reach.includes(value));
    if (count === "networkInterfaceCount") return seen.length;
    if (count === "freeSlots") return freeSlots(eniQuantityOf(instance?.instanceType ?? ""), seen) ?? -1;
    return seen.filter((each) => index.detachable.has(slotOf(each))).length;
  }
}

/** How many more ENIs an instance takes; a member hangs on its trunk and takes no slot. Undefined where `all` is not known. */
export function freeSlots(
  all: number | undefined,
  attached: readonly Observed<NetworkInterface>[],
): number | undefined {
  if (all === undefined) return undefined;
  const taken = attached.filter(({ value }) => value.type !== "Member").length;
  return Math.max(0, all - taken);
}
