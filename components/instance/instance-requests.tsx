"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { DataTable } from "#components/list/data-table.tsx";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { instanceRequestColumns } from "#components/request/request-columns.tsx";
import { Card } from "#components/ui/card.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { requestQueries } from "#lib/client/request-queries.ts";
import { searchString } from "#lib/client/search-string.ts";
import type { RequestSummary } from "#lib/contract/requests.ts";

const SHOWN = 8;
const rowKey = ({ id }: RequestSummary) => id;

/** The latest requests for one instance. */
export function InstanceRequests({ instanceId, paused }: { instanceId: string; paused: boolean }) {
  const t = useTexts();
  const list = useInfiniteQuery(requestQueries.list({ instanceId }, { paused }));
  const first = list.data?.pages.at(0);
  const rows = useMemo(() => first?.items.slice(0, SHOWN) ?? [], [first]);
  return (
    <Card
      flush
      title={t("instance.requests")}
      actions={
        rows.length > 0 ? (
          <LinkButton size="sm" variant="ghost" href={`/requests${searchString({ instanceId })}`}>
            {t("instance.requestsAll")}
          </LinkButton>
        ) : undefined
      }
    >
      {first ? (
        rows.length > 0 ? (
          <DataTable
            label={t("instance.requests")}
            columns={instanceRequestColumns}
            rows={rows}
            rowId={rowKey}
          />
        ) : (
          <p className="px-4 py-6 text-ink-muted text-sm">{t("instance.noRequests")}</p>
        )
      ) : (
        <div className="p-4">
          {list.isError ? (
            <FailureAlert
              failure={list.error}
              onRetry={() => {
                void list.refetch();
              }}
            />
          ) : (
            <Skeleton className="h-4 w-1/2" />
          )}
        </div>
      )}
    </Card>
  );
}
