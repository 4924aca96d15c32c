import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { auditPageSchema, auditVerdictSchema } from "#lib/client/answers/audit.ts";
import { apiGet } from "#lib/client/api.ts";
import { pagedBy } from "#lib/client/paged-query.ts";
import type { ListQuery } from "#lib/client/polled-query.ts";
import { searchString } from "#lib/client/search-string.ts";
import type { AuditPage } from "#lib/contract/audit.ts";

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
