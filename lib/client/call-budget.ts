import { queryOptions } from "@tanstack/react-query";
import { callBudgetSchema } from "#lib/client/answers/call-budget.ts";
import { apiGet } from "#lib/client/api.ts";
import { isPoll } from "#lib/client/polled-query.ts";
import type { CallBudgetRow } from "#lib/contract/call-budget.ts";

/** It costs ECS nothing: the figures are this server's own. */
const POLL_MS = 5_000;

export const callBudgetQuery = (initial: readonly CallBudgetRow[], paused: boolean) =>
  queryOptions({
    queryKey: ["call-budget"] as const,
    queryFn: ({ signal, client, queryKey }) =>
      apiGet("/api/call-budget", callBudgetSchema, { signal, background: isPoll(client, queryKey) }),
    initialData: { items: [...initial] },
    refetchOnWindowFocus: !paused,
    refetchInterval: () => !paused && POLL_MS,
  });
