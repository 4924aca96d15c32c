import type { Store } from "#lib/store/store.ts";
import { valueIn } from "#lib/store/temporary-store.test-data.ts";

/** A row of the smallest table, for tests that only want something written. */
export function token(name: string, created_at = "2026-11-23T08:00:00.000Z") {
  return { token_hash: name, created_at, used_at: null };
}

export function insertToken(store: Store, name: string, created_at?: string) {
  return store.write((tx) => tx.insertInto("setup_tokens").values(token(name, created_at)).execute());
}

export async function tokens(store: Store): Promise<string[]> {
  const rows = await store.read((db) =>
    db.selectFrom("setup_tokens").select("token_hash").orderBy("token_hash").execute(),
  );
  return valueIn(rows).map((row) => row.token_hash);
}
