import { keepPreviousData, type QueryClient, type QueryKey } from "@tanstack/react-query";

export function isPollOfPage(client: QueryClient, queryKey: QueryKey, cursor: string | null): boolean {
  const known = client.getQueryData<{ pageParams: unknown[] }>(queryKey);
  return known?.pageParams.includes(cursor) ?? false;
}

export function pagedBy<Page>(initial: Page | undefined) {
  return {
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    ...(initial ? { initialData: { pages: [initial], pageParams: [null] as (string | null)[] } } : {}),
  };
}
