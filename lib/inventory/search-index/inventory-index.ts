import "server-only";

import type { Instance } from "#lib/domain/instance.ts";
import type { NetworkInterface } from "#lib/domain/network-interface.ts";
import type { Attachments, Host } from "#lib/inventory/attachments.ts";
import { type Observed, setSlot, slotOf } from "#lib/inventory/observed-rows.ts";
import { Bitmap } from "#lib/inventory/search-index/bitmap.ts";
import {
  INSTANCE_COLUMNS,
  INTERFACE_COLUMNS,
  type InstanceSortKey,
  type InterfaceSortKey,
} from "#lib/inventory/search-index/columns.ts";
import { RowIndex } from "#lib/inventory/search-index/row-index.ts";
import { detachBlockers } from "#lib/policy/detach-blockers.ts";

/** Everything that the lists look for, count and sort by, over all sources; each row is taken in as it changes. */
export class InventoryIndex {
  readonly interfaces = new RowIndex<NetworkInterface, InterfaceSortKey>(INTERFACE_COLUMNS);
  readonly instances = new RowIndex<Instance, InstanceSortKey>(INSTANCE_COLUMNS);
  /** Slots of ENIs that ECS would detach, whoever asks. */
  readonly detachable = new Bitmap();

  /** Before a source holds anything. */
  watch(attachments: Attachments): void {
    const { interfaces, instances, detachable } = this;
    const judge = (slot: number) => {
      const row = interfaces.at(slot);
      // Of an instance that is not known, ECS would not detach; many rows come before theirs.
      if (row === null || row.host.instance === null) return detachable.unset(slot);
      const memberIds = attachments.membersOf(row.value.networkInterfaceId);
      const subject = { networkInterface: row.value, instance: row.host.instance, askedInstanceId: null };
      detachable.put(slot, detachBlockers({ ...subject, memberIds }).length === 0);
    };
    attachments.watcher = {
      interfaceChanges: (before, after, host) => takenIn(interfaces, { before, after, host }, judge),
      instanceChanges: (before, after, host) => takenIn(instances, { before, after, host }, () => {}),
      surroundingsChange: (around) => {
        const slots = around.map(slotOf);
        const changed = slots.map((slot) => interfaces.hostChanging(slot));
        return () => {
          for (const each of changed) each();
          for (const slot of slots) judge(slot);
        };
      },
    };
  }
}

function takenIn<T extends NetworkInterface | Instance>(
  index: Pick<RowIndex<T, never>, "add" | "changing" | "remove" | "rows" | "hosts">,
  { before, after, host }: { before: Observed<T> | undefined; after: Observed<T> | undefined; host: Host },
  judge: (slot: number) => void,
): () => void {
  if (before === undefined) {
    return () => {
      if (after === undefined) return;
      setSlot(after, index.add(after, host));
      judge(slotOf(after));
    };
  }
  const slot = slotOf(before);
  const changed = after && index.changing(slot);
  return () => {
    if (after) {
      setSlot(after, slot);
      index.rows.replace(slot, after);
      index.hosts.replace(slot, host);
      changed?.();
    } else index.remove(slot);
    judge(slot);
  };
}
