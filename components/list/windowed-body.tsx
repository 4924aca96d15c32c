"use client";

import type { ReactNode } from "react";
import { FailureAlert } from "#components/list/failure-alert.tsx";
import { FailedList, LoadingList } from "#components/list/list-states.tsx";
import type { WindowedList } from "#components/list/use-list-windows.ts";

interface WindowedBodyProps {
  list: Pick<WindowedList<unknown, unknown>, "failure" | "refetch">;
  /** Null while nothing has ever been read for these filters. */
  rowCount: number | null;
  noRows: ReactNode;
  /** The table. */
  children: ReactNode;
}

/** The card of a virtual table, which takes what is left of the page. A failed refresh keeps the rows and says so above them. */
export function WindowedBody({ list, rowCount, noRows, children }: WindowedBodyProps) {
  const retry = () => {
    void list.refetch();
  };
  const body = rowCount === 0 ? noRows : children;
  return (
    <div className="fills-rest min-w-0 overflow-clip rounded-lg border border-line bg-surface">
      {rowCount !== null && list.failure ? (
        <div className="p-3">
          <FailureAlert failure={list.failure} onRetry={retry} />
        </div>
      ) : null}
      {rowCount === null && list.failure ? <FailedList failure={list.failure} onRetry={retry} /> : null}
      {rowCount === null && !list.failure ? <LoadingList /> : null}
      {rowCount === null ? null : body}
    </div>
  );
}
