import { queryOptions } from "@tanstack/react-query";
import { preflightSchema } from "#lib/client/answers/requests.ts";
import { apiGet } from "#lib/client/api.ts";
import { isPoll, type Place } from "#lib/client/polled-query.ts";
import { searchString } from "#lib/client/search-string.ts";
import type { RequestedAction } from "#lib/domain/detach-request.ts";

/** What a detach or an attach would do, read fresh by the server. Never kept: an old pre-flight is no pre-flight. */
export const preflightQuery = ({
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
  });
