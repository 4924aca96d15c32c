"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { SendingForm } from "#components/settings/sending-form.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Card } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { ExactTime } from "#components/ui/exact-time.tsx";

interface SendingSettingsProps {
  /** The last time the switch was turned; null when it never was. */
  change: { enabled: boolean; reason: string; by: string; at: string } | null;
}

/** The switch that stops all sending: how it stands, who put it there and why, and turning it. */
export function SendingSettings({ change }: SendingSettingsProps) {
  const t = useTexts();
  const enabled = change?.enabled ?? true;
  const facts =
    change === null
      ? []
      : [
          { term: t("settings.sending.by"), value: <bdi>{change.by}</bdi> },
          { term: t("settings.sending.at"), value: <ExactTime iso={change.at} /> },
          {
            term: t("detach.reason"),
            value: change.reason === "" ? t("settings.sending.unreadable") : <bdi>{change.reason}</bdi>,
            wide: true,
          },
        ];
  return (
    <Card title={t("settings.sending")} className="max-w-3xl">
      <div className="space-y-4">
        <Alert
          tone={enabled ? "success" : "warning"}
          title={t(enabled ? "settings.sending.allowed" : "settings.sending.stopped")}
        >
          {t(enabled ? "settings.sending.allowed.body" : "settings.sending.stopped.body")}
        </Alert>
        {facts.length > 0 ? <DescriptionList items={facts} /> : null}
        <SendingForm enabled={enabled} />
      </div>
    </Card>
  );
}
