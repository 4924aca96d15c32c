"use client";

import type { ReactNode } from "react";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { FailedList, LoadingList } from "#components/list/list-states.tsx";
import { LoadMore } from "#components/list/load-more.tsx";

/** The parts of an infinite query that a list draws; TanStack's result fits. */
interface ListReading {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
  refetch: () => Promise<unknown>;
}

interface ListBodyProps {
  reading: ListReading;
  /** Null while nothing has ever been read for these filters. */
  rowCount: number | null;
  noRows: ReactNode;
  /** The table. */
  children: ReactNode;
}

/** A list is loading, failed, forbidden, empty or there; a failed refresh keeps the rows and says so above them. */
export function ListBody({ reading, rowCount, noRows, children }: ListBodyProps) {
  const retry = () => {
    void reading.refetch();
  };
  if (rowCount === null) {
    return reading.isError ? <FailedList failure={reading.error} onRetry={retry} /> : <LoadingList />;
  }
  return (
    <>
      {reading.isError ? (
        <div className="p-3">
          <FailureAlert failure={reading.error} onRetry={retry} />
        </div>
      ) : null}
      {rowCount === 0 ? noRows : children}
      <LoadMore
        hasMore={reading.hasNextPage && !reading.isError}
        loading={reading.isFetchingNextPage}
        onMore={() => {
          void reading.fetchNextPage();
        }}
      />
    </>
  );
}
