"use client";

import { instanceColumns } from "#components/instance/instance-columns.tsx";
import { InstanceQuickLook } from "#components/instance/instance-quick-look.tsx";
import { ColumnChooser, choosableColumns } from "#components/list/column-chooser.tsx";
import { ExportMenu } from "#components/list/export-menu.tsx";
import { FilterSelect } from "#components/list/filter-select.tsx";
import { Freshness } from "#components/list/freshness.tsx";
import { hiddenColumns, hiddenColumnsText } from "#components/list/hidden-columns.ts";
import { InventorySearch } from "#components/list/inventory-search.tsx";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoRows } from "#components/list/no-rows.tsx";
import { useRegionOptions } from "#components/list/region-options.ts";
import { RowCount } from "#components/list/row-count.tsx";
import { listObservedAt, listRefreshEveryS } from "#components/list/sources.ts";
import { SourcesBanner } from "#components/list/sources-banner.tsx";
import { useListWindows } from "#components/list/use-list-windows.ts";
import { isSameQuery, useUrlState } from "#components/list/use-url-state.ts";
import { VirtualTable } from "#components/list/virtual-table.tsx";
import { WindowedBody } from "#components/list/windowed-body.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { SavedViews } from "#components/saved-views/saved-views.tsx";
import { Button } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { useIdle } from "#lib/client/idleness.ts";
import { instanceQueries } from "#lib/client/instance-queries.ts";
import { searchString } from "#lib/client/search-string.ts";
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
const VIEW_NAMES = ["hide", "density", "panel"] as const;
const USUALLY_HIDDEN: readonly string[] = [];
const choosable = choosableColumns(instanceColumns);
const STATUSES = ["Running", "Stopped", "Pending", "Starting", "Stopping", "Unsettled"] as const;

const rowKey = ({ accountId, regionId, instanceId }: InstanceRow) => `${accountId}/${regionId}/${instanceId}`;

/** All instances in scope, whatever their region. */
export function InstanceListView({ initial, query }: { initial: InstancePage; query: InstanceListQuery }) {
  const t = useTexts();
  const url = useUrlState(NAMES);
  const view = useUrlState(VIEW_NAMES);
  const paused = useIdle();
  const list = useListWindows(searchString(url.values), rowKey, {
    options: (place) =>
      instanceQueries.list(url.values, {
        initial: isSameQuery(url.values, { ...query }) ? initial : undefined,
        paused,
        place,
      }),
    window: (place, signal) => instanceQueries.window(url.values, place, signal),
  });
  const { newest, windows, shown } = list;
  const sources = newest?.sources ?? initial.sources;
  const regions = useRegionOptions(sources);
  const refreshEveryS = listRefreshEveryS(sources);
  const filtered = FILTERS.some((name) => url.values[name] !== "");
  const clear = () => url.clear(FILTERS);
  const { hide, panel } = view.values;
  const hidden = hiddenColumns(hide, USUALLY_HIDDEN);
  const density = view.values.density === "compact" ? "compact" : "comfortable";
  const looked = windows?.find(({ instanceId }) => instanceId === panel);
  return (
    <div className="fills-page">
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
          busy={list.isPlaceholder}
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
        <span className="flex gap-2 sm:ml-auto">
          <SavedViews
            list="instances"
            query={searchString({ ...url.values, hide, density: view.values.density }).slice(1)}
          />
          <ExportMenu path="/api/instances/export" query={url.values} />
          <ColumnChooser
            columns={choosable}
            hidden={hidden}
            onHiddenChange={(ids) => view.set({ hide: hiddenColumnsText(ids, USUALLY_HIDDEN) })}
            density={density}
            onDensityChange={(chosen) => view.set({ density: chosen === "compact" ? "compact" : "" })}
          />
        </span>
      </ListToolbar>
      <SourcesBanner sources={sources} />
      <WindowedBody
        list={list}
        rowCount={shown?.total ?? null}
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
        {windows && shown ? (
          <VirtualTable
            label={t("instance.listTitle")}
            columns={instanceColumns}
            rowId={rowKey}
            list={list}
            windows={windows}
            shown={shown}
            hidden={hidden}
            density={density}
            selectedId={looked && rowKey(looked)}
            sort={url.values.sort}
            onSort={(sort) => url.set({ sort })}
          />
        ) : null}
      </WindowedBody>
      <InstanceQuickLook instance={looked} onClose={() => view.set({ panel: "" })} />
    </div>
  );
}
