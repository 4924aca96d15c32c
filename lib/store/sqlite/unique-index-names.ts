import "server-only";
import type SqliteConnection from "better-sqlite3";

/**
 * SQLite names the columns of a broken UNIQUE constraint ("requests.account_id, requests.region_id"), not its index,
 * partial indexes included. This finds the index; one made for a PRIMARY KEY has no name of its own and becomes
 * `table(columns)`.
 */
export function uniqueIndexNames(database: SqliteConnection.Database, qualified: string): string {
  const parts = qualified.split(", ").map((column) => column.split("."));
  const table = parts[0]?.[0] ?? "";
  const columns = parts.map((part) => part[1] ?? "").join(", ");
  const row = database
    .prepare<[string, string], { name: string }>(
      `SELECT list.name AS name FROM pragma_index_list(?) AS list
       WHERE list."unique" = 1 AND list.origin = 'c' AND ? =
         (SELECT group_concat(info.name, ', ' ORDER BY info.seqno) FROM pragma_index_info(list.name) AS info)`,
    )
    .get(table, columns);
  return row?.name ?? `${table}(${columns})`;
}
