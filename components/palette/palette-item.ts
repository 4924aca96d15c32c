import type { InstanceRow, NetworkInterfaceRow } from "#lib/contract/inventory.ts";
import type { RequestSummary } from "#lib/contract/requests.ts";

export interface PaletteItem {
  kind: "page" | "instance" | "network-interface" | "request";
  /** Unique among all items; also what the listbox keys by. */
  value: string;
  label: string;
  detail: string;
  href: string;
  status?: string;
}

export interface PaletteGroup {
  value: string;
  items: PaletteItem[];
}

/** Links to an instance or ENI carry account and region, so that they open the same thing anywhere. */
function scopeOf({ accountId, regionId }: { accountId: string; regionId: string }): string {
  return new URLSearchParams({ accountId, regionId }).toString();
}

export function instanceItem(row: InstanceRow): PaletteItem {
  return {
    kind: "instance",
    value: row.instanceId,
    label: row.name || row.instanceId,
    detail: [row.name ? row.instanceId : "", row.primaryPrivateIp, row.regionId].filter(Boolean).join(" · "),
    href: `/instances/${row.instanceId}?${scopeOf(row)}`,
    status: row.status,
  };
}

type NetworkInterfaceFacts = Pick<
  NetworkInterfaceRow,
  "accountId" | "regionId" | "networkInterfaceId" | "primaryPrivateIp" | "instanceName" | "name" | "status"
>;

export function networkInterfaceItem(row: NetworkInterfaceFacts): PaletteItem {
  return {
    kind: "network-interface",
    value: row.networkInterfaceId,
    label: row.networkInterfaceId,
    detail: [row.primaryPrivateIp, row.instanceName ?? row.name, row.regionId].filter(Boolean).join(" · "),
    href: `/network-interfaces/${row.networkInterfaceId}?${scopeOf(row)}`,
    status: row.status,
  };
}

export function requestItem(request: RequestSummary): PaletteItem {
  return {
    kind: "request",
    value: request.id,
    label: request.networkInterfaceId,
    detail: [request.id, request.askedBy].join(" · "),
    href: `/requests/${request.id}`,
    status: request.state,
  };
}

/** Ids of our requests and RequestIds of ECS look alike: a UUID. */
export function looksLikeRequestId(query: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(query);
}
