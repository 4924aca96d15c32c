import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { networkInterfacePageSchema } from "#lib/client/answers/inventory.ts";
import { apiGet } from "#lib/client/api.ts";
import type { ListReader } from "#lib/client/list-reader.ts";
import { loaded } from "#lib/client/loaded.ts";
import { isPoll, type ListQuery, type WatchedList, type WindowPlace } from "#lib/client/polled-query.ts";
import { listPollMs, networkInterfacesPollMs } from "#lib/client/polling.ts";
import { searchString } from "#lib/client/search-string.ts";
import type { NetworkInterfacePage } from "#lib/contract/inventory.ts";

const readPage: ListReader<NetworkInterfacePage>["read"] = async (path, options) =>
  (await loaded(() => import("#lib/client/list-readers.ts"))).networkInterfaceReader.read(path, options);

export const networkInterfaceQueries = {
  all: ["network-interfaces"] as const,
  /** The newest listing, through a window around what is on screen. */
  list: (query: ListQuery, { initial, paused, place }: WatchedList<NetworkInterfacePage>) =>
    queryOptions({
      queryKey: [...networkInterfaceQueries.all, "list", query] as const,
      queryFn: ({ signal, client, queryKey }) =>
        readPage(`/api/network-interfaces${searchString({ ...query, ...place() })}`, {
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
    readPage(`/api/network-interfaces${searchString({ ...query, ...place })}`, {
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
};
