import { z } from "zod";

/** What may stand in the address of each list that views are saved of; the open panel and the window are no part of a view. */
export const VIEW_QUERY_NAMES = {
  instances: ["q", "accountId", "regionId", "status", "sort", "hide", "density"],
  "network-interfaces": [
    ...["q", "accountId", "regionId", "instanceId", "vpcId", "status", "type", "detachable", "sort"],
    ...["hide", "density"],
  ],
} as const satisfies Record<string, readonly string[]>;
export type ViewedList = keyof typeof VIEW_QUERY_NAMES;

/** Of one person and one list. */
export const MOST_VIEWS = 50;
export const LONGEST_VIEW_NAME = 60;
const LONGEST_QUERY = 1_000;

const list = z.enum(["instances", "network-interfaces"]);
const name = z.string().trim().min(1).max(LONGEST_VIEW_NAME);

/** The query in its one spelling; null when a name in it is none of the list's, or stands there twice. */
export function viewQuery(of: ViewedList, query: string): string | null {
  const known: readonly string[] = VIEW_QUERY_NAMES[of];
  const asked = [...new URLSearchParams(query)].filter(([, value]) => value !== "");
  const names = new Set(asked.map(([each]) => each));
  if (names.size !== asked.length || [...names].some((each) => !known.includes(each))) return null;
  const inOrder = known.flatMap((each) => asked.filter(([other]) => other === each));
  return new URLSearchParams(inOrder).toString();
}

/** Body of POST /api/saved-views. `query` is what stands behind the question mark; empty means the whole list. */
export const saveViewSchema = z
  .strictObject({ list, name, query: z.string().max(LONGEST_QUERY) })
  .transform((view, context) => {
    const query = viewQuery(view.list, view.query);
    if (query !== null) return { ...view, query };
    context.addIssue({ code: "custom", path: ["query"], message: "has a name that the list does not know" });
    return z.NEVER;
  });
export type SaveView = z.output<typeof saveViewSchema>;

/** Body of POST /api/saved-views/{id}/rename. */
export const renameViewSchema = z.strictObject({ name });
/** Body of POST /api/saved-views/{id}/delete. */
export const deleteViewSchema = z.strictObject({});

export const savedViewSchema = z.object({ id: z.string(), list, name: z.string(), query: z.string() });
export type SavedView = z.infer<typeof savedViewSchema>;
/** What all three answer, and GET /api/saved-views: every view of the person who asks, by name. */
export const savedViewListSchema = z.object({ items: z.array(savedViewSchema) });
export type SavedViewList = z.infer<typeof savedViewListSchema>;
