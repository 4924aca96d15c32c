import { queryOptions } from "@tanstack/react-query";
import { regionListSchema } from "#lib/client/answers/inventory.ts";
import { apiGet } from "#lib/client/api.ts";

export const regionQueries = {
  all: () =>
    queryOptions({
      queryKey: ["regions"] as const,
      queryFn: ({ signal }) => apiGet("/api/regions", regionListSchema, { signal }),
      staleTime: 5 * 60_000,
    }),
};
