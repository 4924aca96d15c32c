import { queryOptions } from "@tanstack/react-query";
import { networkInterfaceDetailSchema } from "#lib/client/answers/inventory.ts";
import { apiGet } from "#lib/client/api.ts";
import { networkInterfaceQueries } from "#lib/client/network-interface-queries.ts";
import { isPoll, type Place } from "#lib/client/polled-query.ts";
import { networkInterfacesPollMs } from "#lib/client/polling.ts";
import { searchString } from "#lib/client/search-string.ts";
import type { NetworkInterfaceDetail } from "#lib/contract/inventory.ts";

/** One ENI with everything that its page shows. */
export const networkInterfaceQuery = (
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
  });
