"use client";

import { useQuery } from "@tanstack/react-query";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Card } from "#components/ui/card.tsx";
import { ExactTime } from "#components/ui/exact-time.tsx";
import { Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import { Td, Th } from "#components/ui/table-cell.tsx";
import { callBudgetQuery } from "#lib/client/call-budget.ts";
import { useIdle } from "#lib/client/idleness.ts";
import type { CallBudgetRow } from "#lib/contract/call-budget.ts";

/** What this process asked of ECS in the last minute, against the share of the quota it allows itself; the busiest first. */
export function CallBudgetCard({ initial }: { initial: readonly CallBudgetRow[] }) {
  const t = useTexts();
  const { data, error, isError, refetch } = useQuery(callBudgetQuery(initial, useIdle()));
  return (
    <Card title={t("budget.title")} flush>
      <p className="px-4 py-3 text-ink-muted text-sm">{t("budget.lead")}</p>
      {isError ? (
        <div className="px-4 pb-3">
          <FailureAlert failure={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {data.items.length > 0 ? (
        <Table label={t("budget.title")} density="compact">
          <TableHead>
            <Th>{t("budget.action")}</Th>
            <Th>{t("budget.region")}</Th>
            <Th>{t("budget.account")}</Th>
            <Th numeric>{t("budget.used")}</Th>
            <Th numeric>{t("budget.allowed")}</Th>
            <Th>{t("budget.held")}</Th>
          </TableHead>
          <TableBody>
            {data.items.map((row) => (
              <BudgetRow key={`${row.accountId}/${row.regionId}/${row.action}`} row={row} />
            ))}
          </TableBody>
        </Table>
      ) : (
        <p className="px-4 pb-4 text-sm">{t("budget.none")}</p>
      )}
    </Card>
  );
}

function BudgetRow({ row }: { row: CallBudgetRow }) {
  const t = useTexts();
  const { accountId, regionId, action, used, allowed, backOffUntil } = row;
  return (
    <TableRow>
      <Td mono>{action}</Td>
      <Td className="whitespace-nowrap">{regionId ?? t("list.none")}</Td>
      <Td mono>{accountId || t("list.none")}</Td>
      <Td numeric>{used}</Td>
      <Td numeric>{allowed}</Td>
      <Td>
        {backOffUntil ? (
          <span className="whitespace-nowrap text-warning-text">
            {t("budget.backOff")} <ExactTime iso={backOffUntil} show="clock" />
          </span>
        ) : (
          t("list.none")
        )}
      </Td>
    </TableRow>
  );
}
