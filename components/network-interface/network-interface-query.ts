/** Filters and order of the list as the address and the API name them. */
export interface NetworkInterfaceListQuery {
  q?: string | undefined;
  accountId?: string | undefined;
  regionId?: string | undefined;
  instanceId?: string | undefined;
  vpcId?: string | undefined;
  status?: string | undefined;
  type?: string | undefined;
  detachable?: boolean | undefined;
  sort?: string | undefined;
}

export const FILTER_NAMES = [
  "q",
  "accountId",
  "regionId",
  "instanceId",
  "vpcId",
  "status",
  "type",
  "detachable",
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

export const QUERY_NAMES = [...FILTER_NAMES, "sort"] as const;
export type QueryName = (typeof QUERY_NAMES)[number];

/** How the list looks; in the address too, but no part of what is asked for. */
export const VIEW_NAMES = ["hide", "density", "panel"] as const;

/** Shown only when asked for: useful at times, too much for every day. */
const HIDDEN_AT_FIRST = ["vpcId", "macAddress", "securityGroupIds", "tags", "createdAt"];
/** The address's word for "every column shows", as an empty one means the usual choice. */
const NOTHING_HIDDEN = "none";

export function hiddenColumns(text: string): readonly string[] {
  if (text === "") return HIDDEN_AT_FIRST;
  return text === NOTHING_HIDDEN ? [] : text.split(",");
}

export function hiddenColumnsText(hidden: readonly string[]): string {
  const usual =
    hidden.length === HIDDEN_AT_FIRST.length && HIDDEN_AT_FIRST.every((id) => hidden.includes(id));
  if (usual) return "";
  return hidden.length === 0 ? NOTHING_HIDDEN : hidden.join(",");
}
