"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { useNowMs } from "#components/preferences/use-now.ts";
import { Button } from "#components/ui/button.tsx";

interface PreflightAgeProps {
  checkedAtMs: number;
  refreshesUntilMs: number;
  onCheck: () => void;
}

/** How old the checks below are; once they are no longer refreshed, that too. */
export function PreflightAge({ checkedAtMs, refreshesUntilMs, onCheck }: PreflightAgeProps) {
  const t = useTexts();
  const nowMs = useNowMs();
  const seconds = Math.max(0, Math.round((nowMs - checkedAtMs) / 1000));
  const ended = nowMs > refreshesUntilMs;
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-ink-faint text-xs">
      {seconds < 5 ? t("detach.checkFresh") : t("detach.checkedAgo", { seconds })}
      {ended ? (
        <>
          <span>{t("detach.checkPaused")}</span>
          <Button size="sm" variant="ghost" onClick={onCheck}>
            {t("detach.checkAgain")}
          </Button>
        </>
      ) : null}
    </p>
  );
}
