"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiFailure } from "#lib/client/api-failure.ts";

/** One more try for a line that dropped; a server that answered is not asked the same thing twice. */
function retryRead(failures: number, thrown: Error): boolean {
  return failures < 1 && thrown instanceof ApiFailure && thrown.kind === "unreachable";
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: "always", staleTime: 2_000, retry: retryRead, retryDelay: 500 },
      // "always": by default a mutation made offline waits and fires when the line is back, minutes after the person decided.
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/** Holds what the pages have read. One client per browser page; on the server one per render, so that nobody shares data. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(newQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
