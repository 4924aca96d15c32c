"use client";

import { useEffect } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";

export interface PageErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/**
 * What is left of a page that threw; the frame around it stays. The digest is also in the server's log. It comes with every
 * page, in case and twice, so it is made of next to nothing.
 */
export function PageError({ error, retry }: PageErrorProps) {
  const t = useTexts();
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <div
      role="alert"
      className="mx-auto max-w-2xl space-y-2 rounded-lg border border-danger-line bg-danger-soft p-4 text-sm"
    >
      <h1 className="font-semibold text-danger-text">{t("error.page.title")}</h1>
      <p>{t("error.page.body")}</p>
      {error.digest ? (
        <p>
          {t("error.page.digest")} {error.digest}
        </p>
      ) : null}
      <button type="button" className="underline" onClick={retry}>
        {t("ui.retry")}
      </button>
    </div>
  );
}
