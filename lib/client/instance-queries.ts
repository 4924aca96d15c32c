import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { instanceDetailSchema } from "#lib/client/answers/inventory.ts";
import { apiGet } from "#lib/client/api.ts";
import { instancesPollMs } from "#lib/client/instance-polling.ts";
import type { ListReader } from "#lib/client/list-reader.ts";
import { loaded } from "#lib/client/loaded.ts";
import {
  isPoll,
  type ListQuery,
  type Place,
  type WatchedList,
  type WindowPlace,
} from "#lib/client/polled-query.ts";
import { listPollMs, networkInterfacesPollMs } from "#lib/client/polling.ts";
import { searchString } from "#lib/client/search-string.ts";
import type { InstanceDetail, InstancePage } from "#lib/contract/inventory.ts";

const readPage: ListReader<InstancePage>["read"] = async (path, options) =>
  (await loaded(() => import("#lib/client/list-readers.ts"))).instanceReader.read(path, options);

export const instanceQueries = {
  all: ["instances"] as const,
  /** The newest listing, through a window around what is on screen. */
  list: (query: ListQuery, { initial, paused, place }: WatchedList<InstancePage>) =>
    queryOptions({
      queryKey: [...instanceQueries.all, "list", query] as const,
      queryFn: ({ signal, client, queryKey }) =>
        readPage(`/api/instances${searchString({ ...query, ...place() })}`, {
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
    readPage(`/api/instances${searchString({ ...query, ...place })}`, {
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
