import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { requestDetailSchema, requestPageSchema } from "#lib/client/answers/requests.ts";
import { apiGet } from "#lib/client/api.ts";
import { isPollOfPage, pagedBy } from "#lib/client/paged-query.ts";
import { isPoll, type ListQuery, type PolledList } from "#lib/client/polled-query.ts";
import { requestPollMs, requestsPollMs } from "#lib/client/request-polling.ts";
import { searchString } from "#lib/client/search-string.ts";
import type { RequestDetail, RequestPage } from "#lib/contract/requests.ts";

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
