"use client";

import { useEffect } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";

export interface PageErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/**
 * What is left of a page that threw; the frame around it stays. The digest is also in the server's log. It comes with every
 * page, in case, so it is made of next to nothing.
 */
export function PageError({ error, retry }: PageErrorProps) {
  const t = useTexts();
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <div className="mx-auto w-full max-w-2xl py-10">
      <div
        role="alert"
        className="flex gap-2.5 rounded-lg border border-danger-line bg-danger-soft px-3.5 py-3 text-danger-text text-sm"
      >
        <div className="min-w-0 flex-1">
          <h1 className="font-semibold">{t("error.page.title")}</h1>
          <p className="mt-1 text-ink">{t("error.page.body")}</p>
          {error.digest ? (
            <p className="mt-2 text-ink-muted text-xs">
              {t("error.page.digest")} <span className="font-mono text-ink">{error.digest}</span>
            </p>
          ) : null}
        </div>
        <button
          type="button"
          className="h-8 shrink-0 rounded-md border border-line-strong bg-surface px-3 font-medium text-ink hover:bg-hover"
          onClick={retry}
        >
          {t("ui.retry")}
        </button>
      </div>
    </div>
  );
}
