import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { AuditView } from "#components/audit/audit-view.tsx";
import { requestPreferences, requestTexts } from "#components/preferences/request-preferences.ts";
import { NoRightNotice } from "#components/shell/no-right-notice.tsx";
import { readAuditPage } from "#lib/http/audit-reads.ts";
import { type PageProps, pageOrigin, pageQuery, pageViewer } from "#lib/http/page.ts";
import { auditQuerySchema } from "#lib/http/query.ts";
import { mayDo } from "#lib/policy/permissions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTexts())("shell.nav.audit") };
}

export default async function AuditPage({ searchParams }: PageProps) {
  const { actor, services } = await pageViewer();
  if (!mayDo(actor.roles, "audit.read")) return <NoRightNotice />;
  const query = pageQuery(await searchParams, auditQuerySchema);
  const { cursor, limit, ...filters } = query;
  const { timeZone } = await requestPreferences();
  const reader = { actor, from: await pageOrigin(), correlationId: randomUUID() };
  const page = await readAuditPage(services, reader, filters, { cursor, limit, timeZone });
  if (!page.ok) throw new Error("the audit log can't be read");
  return <AuditView initial={page.value} query={filters} />;
}
