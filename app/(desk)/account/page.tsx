import type { Metadata } from "next";
import { AccountView } from "#components/account/account-view.tsx";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { ownSessionsView } from "#lib/http/account.ts";
import { pageViewer } from "#lib/http/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTexts())("account.title") };
}

export default async function AccountPage() {
  const viewer = await pageViewer();
  const t = await requestTexts();
  const account = await ownSessionsView(viewer);
  if (!account.ok) throw new Error("the sessions can't be read");
  return (
    <>
      <PageHeader title={t("account.title")} />
      <AccountView initial={account.value} />
    </>
  );
}
