import { searchString } from "#lib/client/search-string.ts";

interface Place {
  accountId: string;
  regionId: string;
}

/** Address of an instance's page; account and region are part of it, an id alone does not say where to look. */
export function instanceHref({ instanceId, accountId, regionId }: Place & { instanceId: string }): string {
  return `/instances/${encodeURIComponent(instanceId)}${searchString({ accountId, regionId })}`;
}

/** Address of an ENI's page. */
export function networkInterfaceHref({
  networkInterfaceId,
  accountId,
  regionId,
}: Place & { networkInterfaceId: string }): string {
  return `/network-interfaces/${encodeURIComponent(networkInterfaceId)}${searchString({ accountId, regionId })}`;
}

export function requestHref(id: string): string {
  return `/requests/${encodeURIComponent(id)}`;
}
