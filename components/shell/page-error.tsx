"use client";

import { useEffect } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Alert } from "#components/ui/alert.tsx";
import { Button } from "#components/ui/button.tsx";

export interface PageErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** What is left of a page that threw; the frame around it stays. The digest is also in the server's log. */
export function PageError({ error, retry }: PageErrorProps) {
  const t = useTexts();
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <div className="mx-auto w-full max-w-2xl py-10">
      <Alert
        tone="danger"
        role="alert"
        title={<h1>{t("error.page.title")}</h1>}
        action={
          <Button size="sm" onClick={retry}>
            {t("ui.retry")}
          </Button>
        }
      >
        <p>{t("error.page.body")}</p>
        {error.digest ? (
          <p className="mt-2 text-ink-muted text-xs">
            {t("error.page.digest")} <span className="font-mono text-ink">{error.digest}</span>
          </p>
        ) : null}
      </Alert>
    </div>
  );
}
