"use client";

import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { asApiFailure } from "#lib/client/api-failure.ts";

/** Nothing could be read: not permitted, or with everything that the failure told. */
export function FailedList({ failure, onRetry }: { failure: unknown; onRetry: () => void }) {
  const t = useTexts();
  if (asApiFailure(failure).problem?.type === "not-permitted") {
    return <EmptyState title={t("list.notPermitted")} body={t("list.notPermittedHint")} />;
  }
  return (
    <div className="p-4">
      <FailureAlert failure={failure} onRetry={onRetry} />
    </div>
  );
}

const LINES = [1, 2, 3, 4, 5, 6, 7, 8];

/** Nothing has been read yet. */
export function LoadingList() {
  const t = useTexts();
  return (
    <div role="status" className="space-y-5 p-4">
      <span className="sr-only">{t("list.loading")}</span>
      {LINES.map((line) => (
        <Skeleton key={line} className="h-3.5 w-3/5" />
      ))}
    </div>
  );
}
