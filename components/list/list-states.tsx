"use client";

import { FailureAlert } from "#components/list/failure-alert.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
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

/** Nothing has been read yet. */
export function LoadingList() {
  const t = useTexts();
  return (
    <div role="status">
      <span className="sr-only">{t("list.loading")}</span>
      <table aria-hidden className="w-full">
        <tbody>
          <SkeletonRows rows={8} columns={6} />
        </tbody>
      </table>
    </div>
  );
}
