import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { RequestView } from "#components/request/request-view.tsx";
import { requestKeySchema } from "#lib/core/ids.ts";
import { type PageProps, pageViewer } from "#lib/http/page.ts";
import { readRequestDetail } from "#lib/http/request-reads.ts";

type Props = PageProps<{ id: string }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await requestTexts();
  return { title: `${t("shell.nav.requests")} ${(await params).id.slice(0, 8)}` };
}

export default async function RequestPage({ params }: Props) {
  const viewer = await pageViewer();
  const id = requestKeySchema.safeParse((await params).id);
  if (!id.success) notFound();
  const detail = await readRequestDetail(viewer, id.data);
  if (!detail.ok) throw new Error("the request can't be read");
  if (!detail.value) notFound();
  return <RequestView initial={detail.value} />;
}
