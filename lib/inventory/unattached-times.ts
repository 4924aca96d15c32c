import "server-only";

import { isoTime } from "#lib/core/clock.ts";
import { pieces } from "#lib/core/pieces.ts";
import type { UnattachedSince, UnattachedTime } from "#lib/inventory/unattached-since.ts";
import type { Log } from "#lib/log/log.ts";
import type { Store } from "#lib/store/store.ts";

/**
 * While a region was not read for longer than this, its ENIs may have been attached and taken off again too often for a
 * time of before to mean anything.
 */
const REMEMBERED_FOR_MS = 60 * 60_000;
/** ENIs in one transaction: nobody's write stands long behind it. */
const AT_A_TIME = 500;

interface SourcePlace {
  accountId: string;
  regionId: string;
}

const columnsOf = ({ accountId, regionId }: SourcePlace) => ({ account_id: accountId, region_id: regionId });

/** Since when ENIs are attached to nothing, in the database: kept over a restart, and told to replicas that come later. */
export class UnattachedTimes {
  readonly #store: Store;
  readonly #log: Pick<Log, "error">;

  constructor({ store, log }: { store: Store; log: Pick<Log, "error"> }) {
    this.#store = store;
    this.#log = log;
  }

  /** The times of a source by ENI, as they were kept; none where it was not read in the last hour. */
  async recall(place: SourcePlace): Promise<ReadonlyMap<string, UnattachedTime>> {
    const { clock } = this.#store;
    const lastRead = await this.#store.read((db) =>
      db
        .selectFrom("attachment_reads")
        .select("read_at")
        .where((where) => where.and(columnsOf(place)))
        .executeTakeFirst(),
    );
    const readAt = lastRead.ok ? lastRead.value?.read_at : undefined;
    if (lastRead.ok && !(readAt && clock.now() - Date.parse(readAt) <= REMEMBERED_FOR_MS)) {
      await this.#forgetAll(place);
      return new Map();
    }
    const rows = await this.#store.read((db) =>
      db
        .selectFrom("unattached_times")
        .select(["network_interface_id", "seen_since", "saw_it_come"])
        .where((where) => where.and(columnsOf(place)))
        .execute(),
    );
    if (!rows.ok) {
      this.#log.error("unattached-times.not-read", { ...place, kind: rows.error.kind });
      return new Map();
    }
    return new Map(
      rows.value.map((row) => [
        row.network_interface_id,
        { seenSince: Date.parse(row.seen_since), sawItCome: row.saw_it_come === 1 },
      ]),
    );
  }

  /** Writes down what a whole reading has shown. What could not be written is tried again after the next. */
  async keep(place: SourcePlace, unattached: UnattachedSince): Promise<void> {
    const { began, ended } = unattached.news();
    for (const ids of pieces([...ended], AT_A_TIME)) {
      const removed = await this.#write(place, (tx) =>
        tx
          .deleteFrom("unattached_times")
          .where((where) => where.and(columnsOf(place)))
          .where("network_interface_id", "in", ids)
          .execute(),
      );
      if (!removed) return;
      unattached.wereKept({ began: new Map(), ended: new Set(ids) });
    }
    for (const times of pieces([...began], AT_A_TIME)) {
      const rows = times.map(([id, { seenSince, sawItCome }]) => ({
        ...columnsOf(place),
        network_interface_id: id,
        seen_since: isoTime(seenSince),
        saw_it_come: sawItCome ? 1 : 0,
      }));
      const added = await this.#write(place, (tx) =>
        tx
          .insertInto("unattached_times")
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
      if (!added) return;
      unattached.wereKept({ began: new Map(times), ended: new Set() });
    }
  }

  async #forgetAll(place: SourcePlace): Promise<void> {
    await this.#write(place, (tx) =>
      tx
        .deleteFrom("unattached_times")
        .where((where) => where.and(columnsOf(place)))
        .execute(),
    );
  }

  async #write(place: SourcePlace, work: Parameters<Store["write"]>[0]): Promise<boolean> {
    const written = await this.#store.write(work);
    if (!written.ok) this.#log.error("unattached-times.not-kept", { ...place, kind: written.error.kind });
    return written.ok;
  }
}
