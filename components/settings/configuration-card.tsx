import { requestTexts } from "#components/preferences/request-preferences.ts";
import { Card } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";

interface ConfigurationCardProps {
  summary: Readonly<Record<string, string | number | boolean | null>>;
}

/** What this server was started with. The words are those of the audit log, so that its events can be compared. */
export async function ConfigurationCard({ summary }: ConfigurationCardProps) {
  const t = await requestTexts();
  const items = Object.entries(summary).map(([term, value]) => ({
    term,
    value: (
      <bdi className="break-all font-mono text-xs">
        {value === null || value === "" ? "–" : String(value)}
      </bdi>
    ),
  }));
  return (
    <Card title={t("configuration.title")} className="max-w-5xl">
      <p className="mb-3 text-ink-muted text-sm">{t("configuration.lead")}</p>
      <DescriptionList items={items} />
    </Card>
  );
}
