import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  type QueryKey,
  queryOptions,
} from "@tanstack/react-query";
import {
  auditPageSchema,
  auditVerdictSchema,
  instanceDetailSchema,
  instancePageSchema,
  networkInterfaceDetailSchema,
  networkInterfacePageSchema,
  preflightSchema,
  regionListSchema,
  requestDetailSchema,
  requestPageSchema,
} from "#lib/client/answer-schemas.ts";
import { apiGet } from "#lib/client/api.ts";
import { ListReader } from "#lib/client/list-reader.ts";
import {
  instancesPollMs,
  listPollMs,
  networkInterfacesPollMs,
  requestPollMs,
  requestsPollMs,
} from "#lib/client/polling.ts";
import { type SearchValues, searchString } from "#lib/client/search-string.ts";
import type { AuditPage } from "#lib/contract/audit.ts";
import type {
  InstanceDetail,
  InstancePage,
  NetworkInterfaceDetail,
  NetworkInterfacePage,
} from "#lib/contract/inventory.ts";
import type { RequestDetail, RequestPage } from "#lib/contract/requests.ts";
import type { RequestedAction } from "#lib/domain/detach-request.ts";

/** Filters of a list as they stand in the address of its page; the API takes the same names. */
export type ListQuery = SearchValues;

interface Place {
  accountId: string;
  regionId: string;
}

interface PolledList<Page> {
  /** What the server already rendered for the same filters. */
  initial?: Page | undefined;
  /** Nobody is looking. */
  paused: boolean;
}

/** Which rows of a list, counted from 0. */
export interface WindowPlace {
  offset: number;
  limit: number;
}

interface WatchedList<Page> extends PolledList<Page> {
  /** Where the person looks when the list is read. */
  place: () => WindowPlace;
}

/** A read of something that is already on the screen is a poll; the first read of it is a person's. */
function isPoll(client: QueryClient, queryKey: QueryKey): boolean {
  return client.getQueryData(queryKey) !== undefined;
}

function isPollOfPage(client: QueryClient, queryKey: QueryKey, cursor: string | null): boolean {
  const known = client.getQueryData<{ pageParams: unknown[] }>(queryKey);
  return known?.pageParams.includes(cursor) ?? false;
}

function pagedBy<Page>(initial: Page | undefined) {
  return {
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    ...(initial ? { initialData: { pages: [initial], pageParams: [null] as (string | null)[] } } : {}),
  };
}

const instanceReader = new ListReader<InstancePage>(instancePageSchema);
const networkInterfaceReader = new ListReader<NetworkInterfacePage>(networkInterfacePageSchema);

export const instanceQueries = {
  all: ["instances"] as const,
  /** The newest listing, through a window around what is on screen. */
  list: (query: ListQuery, { initial, paused, place }: WatchedList<InstancePage>) =>
    queryOptions({
      queryKey: [...instanceQueries.all, "list", query] as const,
      queryFn: ({ signal, client, queryKey }) =>
        instanceReader.read(`/api/instances${searchString({ ...query, ...place() })}`, {
          signal,
          background: isPoll(client, queryKey),
        }),
      placeholderData: keepPreviousData,
      ...(initial ? { initialData: initial } : {}),
      refetchOnWindowFocus: !paused,
      refetchInterval: ({ state: { data } }) =>
        !paused &&
        listPollMs(data ? [data] : [], instancesPollMs(data?.items.map(({ status }) => status) ?? [])),
    }),
  /** Another window of the listing that is called `version`; fails with `version-expired` once the server let go of it. */
  window: (query: ListQuery, place: WindowPlace & { version: string }, signal: AbortSignal) =>
    instanceReader.read(`/api/instances${searchString({ ...query, ...place })}`, {
      signal,
      background: false,
    }),
  detail: (
    { accountId, regionId, instanceId }: Place & { instanceId: string },
    paused: boolean,
    initial: InstanceDetail,
  ) =>
    queryOptions({
      queryKey: [...instanceQueries.all, "detail", accountId, regionId, instanceId] as const,
      queryFn: ({ signal, client, queryKey }) =>
        apiGet(
          `/api/instances/${encodeURIComponent(instanceId)}${searchString({ accountId, regionId })}`,
          instanceDetailSchema,
          {
            signal,
            background: isPoll(client, queryKey),
          },
        ),
      initialData: initial,
      refetchOnWindowFocus: !paused,
      refetchInterval: ({ state }) => !paused && networkInterfacesPollMs(state.data?.networkInterfaces ?? []),
    }),
};

export const networkInterfaceQueries = {
  all: ["network-interfaces"] as const,
  /** The newest listing, through a window around what is on screen. */
  list: (query: ListQuery, { initial, paused, place }: WatchedList<NetworkInterfacePage>) =>
    queryOptions({
      queryKey: [...networkInterfaceQueries.all, "list", query] as const,
      queryFn: ({ signal, client, queryKey }) =>
        networkInterfaceReader.read(`/api/network-interfaces${searchString({ ...query, ...place() })}`, {
          signal,
          background: isPoll(client, queryKey),
        }),
      placeholderData: keepPreviousData,
      ...(initial ? { initialData: initial } : {}),
      refetchOnWindowFocus: !paused,
      refetchInterval: ({ state: { data } }) =>
        !paused && listPollMs(data ? [data] : [], networkInterfacesPollMs(data?.items ?? [])),
    }),
  /** Another window of the listing that is called `version`; fails with `version-expired` once the server let go of it. */
  window: (query: ListQuery, place: WindowPlace & { version: string }, signal: AbortSignal) =>
    networkInterfaceReader.read(`/api/network-interfaces${searchString({ ...query, ...place })}`, {
      signal,
      background: false,
    }),
  /** The row of one ENI, wherever in the list it is; null when there is none that the person may see. */
  named: (networkInterfaceId: string) =>
    queryOptions({
      queryKey: [...networkInterfaceQueries.all, "named", networkInterfaceId] as const,
      queryFn: async ({ signal }) => {
        const query = searchString({ q: `"${networkInterfaceId}"`, limit: 10 });
        const { items } = await apiGet(`/api/network-interfaces${query}`, networkInterfacePageSchema, {
          signal,
        });
        return items.find((row) => row.networkInterfaceId === networkInterfaceId) ?? null;
      },
    }),
  detail: (
    { accountId, regionId, networkInterfaceId }: Place & { networkInterfaceId: string },
    paused: boolean,
    initial: NetworkInterfaceDetail,
  ) =>
    queryOptions({
      queryKey: [...networkInterfaceQueries.all, "detail", accountId, regionId, networkInterfaceId] as const,
      queryFn: ({ signal, client, queryKey }) =>
        apiGet(
          `/api/network-interfaces/${encodeURIComponent(networkInterfaceId)}${searchString({ accountId, regionId })}`,
          networkInterfaceDetailSchema,
          { signal, background: isPoll(client, queryKey) },
        ),
      initialData: initial,
      refetchOnWindowFocus: !paused,
      refetchInterval: ({ state }) =>
        !paused && networkInterfacesPollMs(state.data ? [state.data.networkInterface] : []),
    }),
  /** What a detach or an attach would do, read fresh by the server. Never kept: an old pre-flight is no pre-flight. */
  preflight: ({
    accountId,
    regionId,
    instanceId,
    networkInterfaceId,
    action,
    request,
  }: Place & {
    instanceId: string;
    networkInterfaceId: string;
    action: RequestedAction;
    /** The open request of ours that is to be sent again; it does not stand in its own way. */
    request?: string | undefined;
  }) =>
    queryOptions({
      queryKey: ["preflight", accountId, regionId, instanceId, networkInterfaceId, action, request] as const,
      queryFn: ({ signal, client, queryKey }) =>
        apiGet(
          `/api/network-interfaces/${encodeURIComponent(networkInterfaceId)}/preflight${searchString({ accountId, regionId, instanceId, action, request })}`,
          preflightSchema,
          { signal, background: isPoll(client, queryKey) },
        ),
      gcTime: 0,
      staleTime: 0,
      retry: false,
    }),
};

export const requestQueries = {
  all: ["requests"] as const,
  list: (query: ListQuery, { initial, paused }: PolledList<RequestPage>) =>
    infiniteQueryOptions({
      ...pagedBy(initial),
      queryKey: [...requestQueries.all, "list", query] as const,
      queryFn: ({ pageParam, signal, client, queryKey }) =>
        apiGet(`/api/requests${searchString({ ...query, cursor: pageParam })}`, requestPageSchema, {
          signal,
          background: isPollOfPage(client, queryKey, pageParam),
        }),
      getNextPageParam: (last) => last.cursor,
      refetchOnWindowFocus: !paused,
      refetchInterval: ({ state }) =>
        !paused && requestsPollMs(state.data?.pages.flatMap(({ items }) => items) ?? []),
    }),
  detail: (id: string, paused: boolean, initial: RequestDetail) =>
    queryOptions({
      queryKey: [...requestQueries.all, "detail", id] as const,
      queryFn: ({ signal, client, queryKey }) =>
        apiGet(`/api/requests/${encodeURIComponent(id)}`, requestDetailSchema, {
          signal,
          background: isPoll(client, queryKey),
        }),
      initialData: initial,
      refetchOnWindowFocus: !paused,
      refetchInterval: ({ state }) => !paused && requestPollMs(state.data ?? initial),
    }),
};

export const auditQueries = {
  all: ["audit"] as const,
  /** Not polled: reading the log is itself an event, and an auditor's page should hold still. */
  list: (query: ListQuery, initial?: AuditPage) =>
    infiniteQueryOptions({
      ...pagedBy(initial),
      queryKey: [...auditQueries.all, "list", query] as const,
      queryFn: ({ pageParam, signal }) =>
        apiGet(`/api/audit${searchString({ ...query, cursor: pageParam })}`, auditPageSchema, { signal }),
      getNextPageParam: (last) => last.cursor,
      refetchOnWindowFocus: false,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  verdict: () =>
    queryOptions({
      queryKey: [...auditQueries.all, "verdict"] as const,
      queryFn: ({ signal }) => apiGet("/api/audit/verify", auditVerdictSchema, { signal }),
      enabled: false,
      gcTime: 0,
      retry: false,
    }),
};

export const regionQueries = {
  all: () =>
    queryOptions({
      queryKey: ["regions"] as const,
      queryFn: ({ signal }) => apiGet("/api/regions", regionListSchema, { signal }),
      staleTime: 5 * 60_000,
    }),
};
