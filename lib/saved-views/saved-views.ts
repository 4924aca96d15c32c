import "server-only";

import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { MOST_VIEWS, type SavedView, type SaveView } from "#lib/contract/saved-views.ts";
import { type Clock, isoTime } from "#lib/core/clock.ts";
import { err, ok, type Result } from "#lib/core/result.ts";
import type { Database } from "#lib/store/schema.ts";
import type { Store } from "#lib/store/store.ts";
import type { StoreFailure } from "#lib/store/store-failure.ts";

/** `not-found` is also somebody else's view: the same answer. */
export type ViewFailure = { kind: "not-found" } | { kind: "name-taken" } | { kind: "too-many-views" };
type Changed = Promise<Result<Result<SavedView[], ViewFailure>, StoreFailure>>;

/**
 * The views of lists that people keep under a name. A view is an address and nothing else: it shows what the person
 * who opens it may see. Each person has their own; nobody is told of another's. No event: it changes nothing but this.
 */
export class SavedViews {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  of(userId: string): Promise<Result<SavedView[], StoreFailure>> {
    return this.#store.read((db) => viewsOf(db, userId));
  }

  save(userId: string, { list, name, query }: SaveView): Changed {
    return this.#change(userId, async (tx) => {
      const mine = await viewsOf(tx, userId);
      const there = mine.filter((view) => view.list === list);
      if (there.some((view) => view.name === name)) return { kind: "name-taken" };
      if (there.length >= MOST_VIEWS) return { kind: "too-many-views" };
      const view = { id: randomUUID(), user_id: userId, list, name, query };
      await tx
        .insertInto("saved_views")
        .values({ ...view, created_at: isoTime(this.#clock.now()) })
        .execute();
      return null;
    });
  }

  rename(userId: string, id: string, name: string): Changed {
    return this.#change(userId, async (tx) => {
      const mine = await viewsOf(tx, userId);
      const view = mine.find((each) => each.id === id);
      if (!view) return { kind: "not-found" };
      const isTaken = mine.some((each) => each.id !== id && each.list === view.list && each.name === name);
      if (isTaken) return { kind: "name-taken" };
      await tx.updateTable("saved_views").set({ name }).where("id", "=", id).execute();
      return null;
    });
  }

  delete(userId: string, id: string): Changed {
    return this.#change(userId, async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom("saved_views")
        .where("id", "=", id)
        .where("user_id", "=", userId)
        .executeTakeFirst();
      return numDeletedRows > 0n ? null : { kind: "not-found" };
    });
  }

  #change(userId: string, act: (tx: Kysely<Database>) => Promise<ViewFailure | null>): Changed {
    return this.#store.write(async (tx) => {
      const failure = await act(tx);
      return failure ? err(failure) : ok(await viewsOf(tx, userId));
    });
  }
}

async function viewsOf(db: Kysely<Database>, userId: string): Promise<SavedView[]> {
  const rows = await db
    .selectFrom("saved_views")
    .select(["id", "list", "name", "query"])
    .where("user_id", "=", userId)
    .orderBy("name")
    .execute();
  return rows;
}
