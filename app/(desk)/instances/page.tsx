import type { Metadata } from "next";
import { InstanceListView } from "#components/instance/instance-list-view.tsx";
import { KnownRegions } from "#components/list/known-regions.tsx";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { invariant } from "#lib/core/invariant.ts";
import { readRegions } from "#lib/http/inventory-reads.ts";
import { type PageProps, pageQuery, pageViewer } from "#lib/http/page.ts";
import { instancePageQuerySchema } from "#lib/http/query.ts";
import { inventorySeenBy, situationOf } from "#lib/http/viewer.ts";
import { listInstances } from "#lib/inventory/instance-list.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTexts())("shell.nav.instances") };
}

export default async function InstancesPage({ searchParams }: PageProps) {
  const viewer = await pageViewer();
  const query = pageQuery(await searchParams, instancePageQuerySchema);
  const initial = await listInstances(inventorySeenBy(viewer), query, await situationOf(viewer));
  invariant(initial.ok, "a list asked for without a version is the current one");
  return (
    <KnownRegions regions={await readRegions(viewer)}>
      <InstanceListView initial={initial.value} query={query} />
    </KnownRegions>
  );
}
