import { queryOptions } from "@tanstack/react-query";
import { savedViewListSchema } from "#lib/client/answers/saved-views.ts";
import { apiGet } from "#lib/client/api.ts";
import { apiPost } from "#lib/client/api-post.ts";
import type { SavedViewList, SaveView } from "#lib/contract/saved-views.ts";

export const savedViewQueries = {
  /** The person's own, of all lists. */
  all: () =>
    queryOptions({
      queryKey: ["saved-views"] as const,
      queryFn: ({ signal }) => apiGet("/api/saved-views", savedViewListSchema, { signal }),
    }),
};

/** A change of one's views; each answers with all of them. A name is taken once, so a second sending is refused or does nothing. */
export type ViewChange =
  | { kind: "save"; view: SaveView }
  | { kind: "rename"; id: string; name: string }
  | { kind: "delete"; id: string };

export function changeViews(change: ViewChange): Promise<SavedViewList> {
  const post = (path: string, body: unknown) =>
    apiPost(`/api/saved-views${path}`, savedViewListSchema, { body, idempotencyKey: crypto.randomUUID() });
  switch (change.kind) {
    case "save":
      return post("", change.view);
    case "rename":
      return post(`/${encodeURIComponent(change.id)}/rename`, { name: change.name });
    case "delete":
      return post(`/${encodeURIComponent(change.id)}/delete`, {});
  }
}
