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
const HIDDEN_AT_FIRST = ["vpcId", "macAddress", "securityGroupIds", "unattached", "tags", "createdAt"];
/** Where all rows are attached to nothing, since when is what counts, and there is no instance to name. */
const HIDDEN_OF_UNATTACHED = HIDDEN_AT_FIRST.filter((id) => id !== "unattached").concat("instanceId");
/** Which columns do not show where the address does not say; `status` is the filter. */
export function usuallyHidden(status: string): readonly string[] {
  return status === "Available" ? HIDDEN_OF_UNATTACHED : HIDDEN_AT_FIRST;
}
