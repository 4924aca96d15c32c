import type { Metadata } from "next";
import { PeopleCard } from "#components/people/people-card.tsx";
import { requestTexts } from "#components/preferences/request-preferences.ts";
import { CallBudgetCard } from "#components/settings/call-budget-card.tsx";
import { ConfigurationCard } from "#components/settings/configuration-card.tsx";
import { SendingSettings } from "#components/settings/sending-settings.tsx";
import { NoRightNotice } from "#components/shell/no-right-notice.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { configurationSummary } from "#lib/config/configuration-summary.ts";
import { callBudgetRows } from "#lib/http/call-budget.ts";
import { pageViewer } from "#lib/http/page.ts";
import { userForAdmins } from "#lib/http/people.ts";
import { mayDo } from "#lib/policy/permissions.ts";
import { readSendingChange } from "#lib/switches/sending.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTexts())("settings.title") };
}

export default async function SettingsPage() {
  const { actor, services } = await pageViewer();
  if (!mayDo(actor.roles, "settings.manage") || !mayDo(actor.roles, "users.manage")) return <NoRightNotice />;
  const t = await requestTexts();
  const change = await services.store.read(readSendingChange);
  if (!change.ok) throw new Error("the settings can't be read");
  const users = await services.auth.listUsers();
  if (!users.ok) throw new Error("the users can't be read");
  return (
    <>
      <PageHeader
        title={t("settings.title")}
        actions={<LinkButton href="/settings/access-review">{t("review.title")}</LinkButton>}
      />
      <div className="space-y-6">
        <PeopleCard initial={users.value.map(userForAdmins)} />
        <SendingSettings change={change.value} />
        <CallBudgetCard initial={callBudgetRows({ actor, services })} />
        <ConfigurationCard summary={configurationSummary(services.config)} />
      </div>
    </>
  );
}
