import type { Metadata } from "next";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { SendingSettings } from "#components/settings/sending-settings.tsx";
import { NoRightNotice } from "#components/shell/no-right-notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { pageViewer } from "#lib/http/page.ts";
import { mayDo } from "#lib/policy/permissions.ts";
import { readSendingChange } from "#lib/switches/sending.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTexts())("settings.title") };
}

export default async function SettingsPage() {
  const { actor, services } = await pageViewer();
  if (!mayDo(actor.roles, "settings.manage")) return <NoRightNotice />;
  const t = await requestTexts();
  const change = await services.store.read(readSendingChange);
  if (!change.ok) throw new Error("the settings can't be read");
  return (
    <>
      <PageHeader title={t("settings.title")} />
      <SendingSettings change={change.value} />
    </>
  );
}
