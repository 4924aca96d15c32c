import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NetworkInterfaceView } from "#components/network-interface/network-interface-view.tsx";
import { ReadFailureNotice } from "#components/shell/read-failure-notice.tsx";
import { networkInterfaceIdSchema } from "#lib/core/ids.ts";
import { readNetworkInterfaceDetail } from "#lib/http/inventory-reads.ts";
import { type PageProps, pageViewer } from "#lib/http/page.ts";
import { placeQuerySchema, readQuery } from "#lib/http/query.ts";
import { failureView } from "#lib/inventory/source-views.ts";

type Props = PageProps<{ networkInterfaceId: string }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).networkInterfaceId };
}

export default async function NetworkInterfacePage({ params, searchParams }: Props) {
  const viewer = await pageViewer();
  const id = networkInterfaceIdSchema.safeParse((await params).networkInterfaceId);
  const place = readQuery(await searchParams, placeQuerySchema);
  if (!id.success || !place.ok) notFound();
  const detail = await readNetworkInterfaceDetail(viewer, place.value, id.data);
  if (detail.ok) return <NetworkInterfaceView initial={detail.value} />;
  if (detail.error.kind !== "ecs") notFound();
  return <ReadFailureNotice title={id.data} problem={failureView(detail.error.failure, viewer.language)} />;
}
