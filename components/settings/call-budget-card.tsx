import { requestTexts } from "#components/preferences/request-preferences.ts";
import { Card } from "#components/ui/card.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import type { CallBudgetRow } from "#lib/contract/call-budget.ts";

/** What this process asked of ECS in the last minute, against the share of the quota it allows itself. */
export async function CallBudgetCard({ rows }: { rows: readonly CallBudgetRow[] }) {
  const t = await requestTexts();
  const items = rows.map(({ accountId, regionId, action, used, allowed, backOffUntil }) => ({
    term: [action, regionId, accountId].filter(Boolean).join(" · "),
    value: (
      <span>
        {t("budget.used", { used, allowed })}
        {backOffUntil ? (
          <span className="ml-2 text-warning-text">{t("budget.backOff", { until: backOffUntil })}</span>
        ) : null}
      </span>
    ),
  }));
  return (
    <Card title={t("budget.title")} className="max-w-5xl">
      <p className="mb-3 text-ink-muted text-sm">{t("budget.lead")}</p>
      {items.length > 0 ? <DescriptionList items={items} /> : <p className="text-sm">{t("budget.none")}</p>}
    </Card>
  );
}
