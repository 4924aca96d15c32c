"use client";

import { useQuery } from "@tanstack/react-query";
import { ColumnChooser, choosableColumns } from "#components/list/column-chooser.tsx";
import { ExportMenu } from "#components/list/export-menu.tsx";
import { Freshness } from "#components/list/freshness.tsx";
import { hiddenColumns, hiddenColumnsText } from "#components/list/hidden-columns.ts";
import { NoRows } from "#components/list/no-rows.tsx";
import { RowCount } from "#components/list/row-count.tsx";
import { listObservedAt, listRefreshEveryS } from "#components/list/sources.ts";
import { SourcesBanner } from "#components/list/sources-banner.tsx";
import { useListWindows } from "#components/list/use-list-windows.ts";
import { isSameQuery, useUrlState } from "#components/list/use-url-state.ts";
import { VirtualTable } from "#components/list/virtual-table.tsx";
import { WindowedBody } from "#components/list/windowed-body.tsx";
import { DetachDialogs } from "#components/network-interface/detach-dialogs.tsx";
import { networkInterfaceColumns } from "#components/network-interface/network-interface-columns.tsx";
import { NetworkInterfaceFilters } from "#components/network-interface/network-interface-filters.tsx";
import {
  FILTER_NAMES,
  type FilterName,
  type NetworkInterfaceListQuery,
  QUERY_NAMES,
  usuallyHidden,
  VIEW_NAMES,
} from "#components/network-interface/network-interface-query.ts";
import { NetworkInterfaceViews } from "#components/network-interface/network-interface-views.tsx";
import { QuickLook } from "#components/network-interface/quick-look.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { SavedViews } from "#components/saved-views/saved-views.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { useIdle } from "#lib/client/idleness.ts";
import { networkInterfaceQueries } from "#lib/client/network-interface-queries.ts";
import { searchString } from "#lib/client/search-string.ts";
import type { NetworkInterfacePage, NetworkInterfaceRow } from "#lib/contract/inventory.ts";

interface NetworkInterfaceListViewProps {
  initial: NetworkInterfacePage;
  query: NetworkInterfaceListQuery;
}

const rowKey = ({ accountId, regionId, networkInterfaceId }: NetworkInterfaceRow) =>
  `${accountId}/${regionId}/${networkInterfaceId}`;

const choosable = choosableColumns(networkInterfaceColumns);

/** All ENIs in scope; search, filters and order are the server's work, over the whole set. */
export function NetworkInterfaceListView({ initial, query }: NetworkInterfaceListViewProps) {
  const t = useTexts();
  const url = useUrlState(QUERY_NAMES);
  const view = useUrlState(VIEW_NAMES);
  const paused = useIdle();
  const list = useListWindows(searchString(url.values), rowKey, {
    options: (place) =>
      networkInterfaceQueries.list(url.values, {
        initial: isSameQuery(url.values, { ...query }) ? initial : undefined,
        paused,
        place,
      }),
    window: (place, signal) => networkInterfaceQueries.window(url.values, place, signal),
  });
  const { newest, windows, shown } = list;
  const sources = newest?.sources ?? initial.sources;
  const refreshEveryS = listRefreshEveryS(sources);
  const filtered = FILTER_NAMES.some((name: FilterName) => url.values[name] !== "");
  const clear = () => url.clear(FILTER_NAMES);
  const usual = usuallyHidden(url.values.status);
  const hidden = hiddenColumns(view.values.hide, usual);
  const density = view.values.density === "compact" ? "compact" : "comfortable";
  const { panel } = view.values;
  const drawn = windows?.find(({ networkInterfaceId }) => networkInterfaceId === panel);
  // The address may name an ENI that is far from where the list stands.
  const elsewhere = useQuery({ ...networkInterfaceQueries.named(panel), enabled: panel !== "" && !drawn });
  const looked = drawn ?? (panel === "" ? undefined : elsewhere.data);
  return (
    <DetachDialogs>
      <div className="fills-page">
        <PageHeader
          title={t("eni.listTitle")}
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
        <NetworkInterfaceViews
          url={url}
          settings={
            <span className="flex gap-2">
              <SavedViews
                list="network-interfaces"
                query={searchString({
                  ...url.values,
                  hide: view.values.hide,
                  density: view.values.density,
                }).slice(1)}
              />
              <ExportMenu path="/api/network-interfaces/export" query={url.values} />
              <ColumnChooser
                columns={choosable}
                hidden={hidden}
                onHiddenChange={(ids) => view.set({ hide: hiddenColumnsText(ids, usual) })}
                density={density}
                onDensityChange={(chosen) => view.set({ density: chosen === "compact" ? "compact" : "" })}
              />
            </span>
          }
        />
        <NetworkInterfaceFilters
          url={url}
          sources={sources}
          filtered={filtered}
          onClear={clear}
          busy={list.isPlaceholder}
        />
        <SourcesBanner sources={sources} />
        <WindowedBody
          list={list}
          rowCount={shown?.total ?? null}
          noRows={
            <NoRows
              emptyTitle={t("eni.empty")}
              emptyBody={t("eni.emptyHint")}
              noMatchTitle={t("eni.noMatch")}
              filtered={filtered}
              onClear={clear}
              sources={sources}
            />
          }
        >
          {windows && shown ? (
            <VirtualTable
              label={t("eni.listTitle")}
              columns={networkInterfaceColumns}
              rowId={rowKey}
              list={list}
              windows={windows}
              shown={shown}
              hidden={hidden}
              sort={url.values.sort}
              onSort={(sort) => url.set({ sort })}
              density={density}
              selectedId={looked ? rowKey(looked) : undefined}
            />
          ) : null}
        </WindowedBody>
      </div>
      <QuickLook row={looked} onClose={() => view.set({ panel: "" })} />
    </DetachDialogs>
  );
}
