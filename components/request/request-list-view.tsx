"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { DataTable } from "#components/list/data-table.tsx";
import { FilterSelect } from "#components/list/filter-select.tsx";
import { flatPages } from "#components/list/flat-pages.ts";
import { Freshness } from "#components/list/freshness.tsx";
import { ListBody } from "#components/list/list-body.tsx";
import { ListToolbar } from "#components/list/list-toolbar.tsx";
import { NoRows } from "#components/list/no-rows.tsx";
import { SearchField } from "#components/list/search-field.tsx";
import { useHydrated } from "#components/list/use-hydrated.ts";
import { isSameQuery, useUrlState } from "#components/list/use-url-state.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { requestColumns } from "#components/request/request-columns.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { X } from "#components/ui/icons.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { useIdle } from "#lib/client/idleness.ts";
import { requestQueries } from "#lib/client/request-queries.ts";
import type { RequestPage, RequestSummary } from "#lib/contract/requests.ts";
import { isoTime } from "#lib/core/clock.ts";
import { REQUEST_STATES } from "#lib/domain/detach-request.ts";

export interface RequestListQuery {
  state?: string | undefined;
  actor?: string | undefined;
  networkInterfaceId?: string | undefined;
  instanceId?: string | undefined;
  requestId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const NAMES = ["state", "actor", "networkInterfaceId", "instanceId", "requestId", "from", "to"] as const;
/** Filters that other pages link to; they show as tokens to take away. */
const TOKENS = ["networkInterfaceId", "instanceId", "from", "to"] as const;

const rowKey = ({ id }: RequestSummary) => id;

/** All requests, those that wait for a person first; the order is the server's. */
export function RequestListView({ initial, query }: { initial: RequestPage; query: RequestListQuery }) {
  const t = useTexts();
  const url = useUrlState(NAMES);
  const paused = useIdle();
  const hydrated = useHydrated();
  const list = useInfiniteQuery(
    requestQueries.list(url.values, {
      initial: isSameQuery(url.values, { ...query }) ? initial : undefined,
      paused,
    }),
  );
  const pages = list.data?.pages;
  const rows = useMemo(() => flatPages(pages ?? [], rowKey), [pages]);
  const filtered = url.setCount > 0;
  const states = [
    { value: "open", label: t("request.onlyOpen") },
    ...REQUEST_STATES.map((value) => ({ value, label: t(`status.request.${value}`) })),
  ];
  return (
    <>
      <PageHeader
        title={t("request.listTitle")}
        actions={
          <Freshness
            observedAt={hydrated && list.dataUpdatedAt > 0 ? isoTime(list.dataUpdatedAt) : null}
            fetching={list.isFetching}
            onRefresh={() => {
              void list.refetch();
            }}
          />
        }
      />
      <ListToolbar>
        <SearchField
          value={url.values.requestId}
          onSearch={(requestId) => url.set({ requestId: requestId.trim() })}
          placeholder={t("request.searchHint")}
        />
        <FilterSelect
          label={t("request.state")}
          value={url.values.state}
          options={states}
          onValueChange={(state) => url.set({ state })}
        />
        <PersonFilter rows={rows} value={url.values.actor} onValueChange={(actor) => url.set({ actor })} />
        {TOKENS.filter((name) => url.values[name] !== "").map((name) => (
          <Button key={name} onClick={() => url.clear([name])} icon={<X aria-hidden className="size-3.5" />}>
            <span className="max-w-40 truncate font-mono text-xs">{url.values[name]}</span>
          </Button>
        ))}
        {filtered ? (
          <Button variant="ghost" onClick={() => url.clear()}>
            {t("list.clearFilters")}
          </Button>
        ) : null}
      </ListToolbar>
      <Card flush>
        <ListBody
          reading={list}
          rowCount={pages ? rows.length : null}
          noRows={
            <NoRows
              emptyTitle={t("request.empty")}
              emptyBody={t("request.emptyHint")}
              noMatchTitle={t("request.noMatch")}
              filtered={filtered}
              onClear={() => url.clear()}
            />
          }
        >
          <DataTable
            label={t("request.listTitle")}
            columns={requestColumns}
            rows={rows}
            rowId={rowKey}
            busy={list.isPlaceholderData}
          />
        </ListBody>
      </Card>
    </>
  );
}

interface PersonFilterProps {
  rows: readonly RequestSummary[];
  value: string;
  onValueChange: (person: string) => void;
}

/** Offers the people of the rows at hand; any other can stand in the address. */
function PersonFilter({ rows, value, onValueChange }: PersonFilterProps) {
  const t = useTexts();
  const people = [...new Set(rows.map(({ askedBy }) => askedBy))].sort();
  return (
    <FilterSelect
      label={t("request.person")}
      value={value}
      options={people.map((name) => ({ value: name, label: name.slice(0, 60) }))}
      onValueChange={onValueChange}
    />
  );
}
