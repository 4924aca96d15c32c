"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { instanceColumns } from "#components/instance/instance-columns.tsx";
import { DataTable } from "#components/list/data-table.tsx";
import { ExportMenu } from "#components/list/export-menu.tsx";
import { FilterSelect } from "#components/list/filter-select.tsx";
import { flatPages } from "#components/list/flat-pages.ts";
import { Freshness } from "#components/list/freshness.tsx";
import { InventorySearch } from "#components/list/inventory-search.tsx";
import { ListBody } from "#components/list/list-body.tsx";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoRows } from "#components/list/no-rows.tsx";
import { useRegionOptions } from "#components/list/region-options.ts";
import { RowCount } from "#components/list/row-count.tsx";
import { listObservedAt, listRefreshEveryS } from "#components/list/sources.ts";
import { SourcesBanner } from "#components/list/sources-banner.tsx";
import { isSameQuery, useUrlState } from "#components/list/use-url-state.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { useIdle } from "#lib/client/idleness.ts";
import { instanceQueries } from "#lib/client/queries.ts";
import type { InstancePage, InstanceRow } from "#lib/contract/inventory.ts";

export interface InstanceListQuery {
  q?: string | undefined;
  accountId?: string | undefined;
  regionId?: string | undefined;
  status?: string | undefined;
  sort?: string | undefined;
}

const FILTERS = ["q", "accountId", "regionId", "status"] as const;
const NAMES = [...FILTERS, "sort"] as const;
const STATUSES = ["Running", "Stopped", "Pending", "Starting", "Stopping"] as const;

const rowKey = ({ accountId, regionId, instanceId }: InstanceRow) => `${accountId}/${regionId}/${instanceId}`;

/** All instances in scope, whatever their region. */
export function InstanceListView({ initial, query }: { initial: InstancePage; query: InstanceListQuery }) {
  const t = useTexts();
  const url = useUrlState(NAMES);
  const paused = useIdle();
  const list = useInfiniteQuery(
    instanceQueries.list(url.values, {
      initial: isSameQuery(url.values, { ...query }) ? initial : undefined,
      paused,
    }),
  );
  const pages = list.data?.pages;
  const rows = useMemo(() => flatPages(pages ?? [], rowKey), [pages]);
  const newest = pages?.at(0);
  const sources = newest?.sources ?? initial.sources;
  const regions = useRegionOptions(sources);
  const refreshEveryS = listRefreshEveryS(sources);
  const filtered = FILTERS.some((name) => url.values[name] !== "");
  const clear = () => url.clear(FILTERS);
  return (
    <>
      <PageHeader
        title={t("instance.listTitle")}
        meta={newest ? <RowCount total={newest.total} of={newest.unfilteredTotal} /> : undefined}
        actions={
          <Freshness
            observedAt={listObservedAt(sources)}
            {...(refreshEveryS ? { refreshEveryS } : {})}
            fetching={list.isFetching}
            onRefresh={() => {
              void list.refetch();
            }}
          />
        }
      />
      <ListToolbar>
        <InventorySearch
          value={url.values.q}
          onSearch={(q) => url.set({ q })}
          placeholder={t("instance.searchHint")}
        />
        <FilterSelect
          label={t("list.region")}
          value={url.values.regionId}
          options={regions}
          onValueChange={(regionId) => url.set({ regionId })}
        />
        <FilterSelect
          label={t("list.status")}
          value={url.values.status}
          options={STATUSES.map((value) => ({ value, label: t(`status.instance.${value}`) }))}
          onValueChange={(status) => url.set({ status })}
        />
        {filtered ? (
          <Button variant="ghost" onClick={clear}>
            {t("list.clearFilters")}
          </Button>
        ) : null}
        <span className="sm:ml-auto">
          <ExportMenu path="/api/instances/export" query={url.values} />
        </span>
      </ListToolbar>
      <SourcesBanner sources={sources} />
      <Card flush>
        <ListBody
          reading={list}
          rowCount={pages ? rows.length : null}
          noRows={
            <NoRows
              emptyTitle={t("instance.empty")}
              emptyBody={t("instance.emptyHint")}
              noMatchTitle={t("instance.noMatch")}
              filtered={filtered}
              onClear={clear}
              sources={sources}
            />
          }
        >
          <DataTable
            label={t("instance.listTitle")}
            columns={instanceColumns}
            rows={rows}
            rowId={rowKey}
            sort={url.values.sort}
            onSort={(sort) => url.set({ sort })}
            busy={list.isPlaceholderData}
          />
        </ListBody>
      </Card>
    </>
  );
}
