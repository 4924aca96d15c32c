import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { SearchValues } from "#lib/client/search-string.ts";

/** Filters of a list as they stand in the address of its page; the API takes the same names. */
export type ListQuery = SearchValues;

export interface Place {
  accountId: string;
  regionId: string;
}

export interface PolledList<Page> {
  /** What the server already rendered for the same filters. */
  initial?: Page | undefined;
  /** Nobody is looking. */
  paused: boolean;
}

/** Which rows of a list, counted from 0. */
export interface WindowPlace {
  offset: number;
  limit: number;
}

export interface WatchedList<Page> extends PolledList<Page> {
  /** Where the person looks when the list is read. */
  place: () => WindowPlace;
}

/** A read of something that is already on the screen is a poll; the first read of it is a person's. */
export function isPoll(client: QueryClient, queryKey: QueryKey): boolean {
  return client.getQueryData(queryKey) !== undefined;
}
