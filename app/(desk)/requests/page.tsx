import type { Metadata } from "next";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { RequestListView } from "#components/request/request-list-view.tsx";
import { type PageProps, pageQuery, pageViewer } from "#lib/http/page.ts";
import { requestQuerySchema } from "#lib/http/query.ts";
import { readRequestPage } from "#lib/http/request-reads.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTexts())("shell.nav.requests") };
}

export default async function RequestsPage({ searchParams }: PageProps) {
  const viewer = await pageViewer();
  const query = pageQuery(await searchParams, requestQuerySchema);
  const { cursor, limit, ...filter } = query;
  const page = await readRequestPage(viewer, filter, cursor, limit);
  if (!page.ok) throw new Error("requests can't be read");
  return <RequestListView initial={page.value} query={filter} />;
}
