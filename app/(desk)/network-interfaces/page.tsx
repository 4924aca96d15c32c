import type { Metadata } from "next";
import { KnownRegions } from "#components/list/known-regions.tsx";
import { NetworkInterfaceListView } from "#components/network-interface/network-interface-list-view.tsx";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { invariant } from "#lib/core/invariant.ts";
import { readRegions } from "#lib/http/inventory-reads.ts";
import { type PageProps, pageQuery, pageViewer } from "#lib/http/page.ts";
import { networkInterfacePageQuerySchema } from "#lib/http/query.ts";
import { inventorySeenBy, situationOf } from "#lib/http/viewer.ts";
import { listNetworkInterfaces } from "#lib/inventory/network-interface-list.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTexts())("shell.nav.networkInterfaces") };
}

export default async function NetworkInterfacesPage({ searchParams }: PageProps) {
  const viewer = await pageViewer();
  const query = pageQuery(await searchParams, networkInterfacePageQuerySchema);
  const initial = await listNetworkInterfaces(inventorySeenBy(viewer), query, await situationOf(viewer));
  invariant(initial.ok, "a list asked for without a version is the current one");
  return (
    <KnownRegions regions={await readRegions(viewer)}>
      <NetworkInterfaceListView initial={initial.value} query={query} />
    </KnownRegions>
  );
}
