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
  readonly #store: Pick<Store, "read" | "write" | "clock">;
  readonly #log: Pick<Log, "error">;
  /** By source: one at a time, so that what ended is taken out before it may begin again. */
  readonly #keeping = new Map<UnattachedSince, Promise<void>>();
  #isStopped = false;

  constructor({ store, log }: { store: Pick<Store, "read" | "write" | "clock">; log: Pick<Log, "error"> }) {
    this.#store = store;
    this.#log = log;
  }

  /**
   * Lets a source remember what was kept of it; where it was not read in the last hour, only that it has to go.
   */
  async recall(place: SourcePlace, unattached: UnattachedSince): Promise<void> {
    if (this.#isStopped) return;
    const found = await this.#store.read(async (db) => ({
      read: await db
        .selectFrom("attachment_reads")
        .select("read_at")
        .where((where) => where.and(columnsOf(place)))
        .executeTakeFirst(),
      rows: await db
        .selectFrom("unattached_times")
        .select(["network_interface_id", "seen_since", "saw_it_come"])
        .where((where) => where.and(columnsOf(place)))
        .execute(),
    }));
    if (!found.ok) {
      this.#log.error("unattached-times.not-read", { ...place, kind: found.error.kind });
      return;
    }
    const { read, rows } = found.value;
    // A first reading is noted a little later than what it showed; until then the newest time tells of it.
    const readAt = [read?.read_at ?? "", ...rows.map((row) => row.seen_since)].sort().at(-1) ?? "";
    if (this.#store.clock.now() - Date.parse(readAt) > REMEMBERED_FOR_MS) {
      unattached.remember(
        new Map(),
        rows.map((row) => row.network_interface_id),
      );
      return;
    }
    const times = rows.map(({ network_interface_id, seen_since, saw_it_come }): [string, UnattachedTime] => [
      network_interface_id,
      { seenSince: Date.parse(seen_since), sawItCome: saw_it_come === 1 },
    ]);
    unattached.remember(new Map(times));
  }

  /** Begins to write down what a whole reading has shown; nothing waits for it. What fails is tried again after the next. */
  keep(place: SourcePlace, unattached: UnattachedSince): void {
    if (this.#isStopped || this.#keeping.has(unattached)) return;
    const keeping = this.#keepNow(place, unattached).finally(() => this.#keeping.delete(unattached));
    this.#keeping.set(unattached, keeping);
  }

  /** Ends when what is being written is; nothing more is read or written afterwards. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.written();
  }

  /** Ends when everything that was begun is written, or could not be. */
  async written(): Promise<void> {
    await Promise.all(this.#keeping.values());
  }

  async #keepNow(place: SourcePlace, unattached: UnattachedSince): Promise<void> {
    const { began, ended } = unattached.news();
    for (const ids of pieces([...ended], AT_A_TIME)) {
      const isRemoved = await this.#write(place, (tx) =>
        tx
          .deleteFrom("unattached_times")
          .where((where) => where.and(columnsOf(place)))
          .where("network_interface_id", "in", ids)
          .execute(),
      );
      if (!isRemoved) return;
      unattached.wereKept({ began: new Map(), ended: new Set(ids) });
    }
    for (const times of pieces([...began], AT_A_TIME)) {
      if (!(await this.#write(place, (tx) => insert(tx, place, times)))) return;
      unattached.wereKept({ began: new Map(times), ended: new Set() });
    }
  }

  async #write(place: SourcePlace, work: Parameters<Store["write"]>[0]): Promise<boolean> {
    const written = await this.#store.write(work);
    if (!written.ok) this.#log.error("unattached-times.not-kept", { ...place, kind: written.error.kind });
    return written.ok;
  }
}

/** A time that another process has kept stays, unless the ENI was seen to come off after it. */
function insert(
  tx: Parameters<Parameters<Store["write"]>[0]>[0],
  place: SourcePlace,
  times: readonly (readonly [string, UnattachedTime])[],
): Promise<unknown> {
  const rows = times.map(([id, { seenSince, sawItCome }]) => ({
    ...columnsOf(place),
    network_interface_id: id,
    seen_since: isoTime(seenSince),
    saw_it_come: sawItCome ? 1 : 0,
  }));
  return tx
    .insertInto("unattached_times")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["account_id", "region_id", "network_interface_id"])
        .doUpdateSet(({ ref }) => ({
          seen_since: ref("excluded.seen_since"),
          saw_it_come: ref("excluded.saw_it_come"),
        }))
        .where(({ and, eb, ref }) =>
          and([
            eb("excluded.saw_it_come", "=", 1),
            eb("excluded.seen_since", ">", ref("unattached_times.seen_since")),
          ]),
        ),
    )
    .execute();
}
