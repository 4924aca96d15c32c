import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { InstanceView } from "#components/instance/instance-view.tsx";
import { ReadFailureNotice } from "#components/shell/read-failure-notice.tsx";
import { instanceIdSchema } from "#lib/core/ids.ts";
import { readInstanceDetail } from "#lib/http/inventory-reads.ts";
import { type PageProps, pageViewer } from "#lib/http/page.ts";
import { placeQuerySchema, readQuery } from "#lib/http/query.ts";
import { failureView } from "#lib/inventory/source-views.ts";

type Props = PageProps<{ instanceId: string }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).instanceId };
}

export default async function InstancePage({ params, searchParams }: Props) {
  const viewer = await pageViewer();
  const id = instanceIdSchema.safeParse((await params).instanceId);
  const place = readQuery(await searchParams, placeQuerySchema);
  if (!id.success || !place.ok) notFound();
  const detail = await readInstanceDetail(viewer, place.value, id.data);
  if (detail.ok) return <InstanceView initial={detail.value} />;
  if (detail.error.kind !== "ecs") notFound();
  return <ReadFailureNotice title={id.data} problem={failureView(detail.error.failure, viewer.language)} />;
}
