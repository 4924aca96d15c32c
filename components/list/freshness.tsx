"use client";

import { useTexts, useTimeZone } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { RefreshCw } from "#components/ui/icons.tsx";
import { resumePolling, useIdle } from "#lib/client/idleness.ts";
import { clockTime } from "#lib/format/exact-time.ts";

interface FreshnessProps {
  /** When what is shown was seen in the cloud; ISO 8601. Null when nothing was. */
  observedAt: string | null;
  /** How old it may become before it is read again, in seconds. */
  refreshEveryS?: number;
  fetching: boolean;
  onRefresh: () => void;
}

/** "Updated 12:03:08", refresh, and after ten idle minutes the pause and how to end it. */
export function Freshness({ observedAt, refreshEveryS, fetching, onRefresh }: FreshnessProps) {
  const t = useTexts();
  const timeZone = useTimeZone();
  const idle = useIdle();
  function resume() {
    resumePolling();
    onRefresh();
  }
  return (
    <span data-print="none" className="inline-flex items-center gap-1.5 text-ink-faint text-xs">
      {idle ? (
        <span role="status" className="inline-flex items-center gap-2">
          {t("list.paused")}
          <Button size="sm" onClick={resume}>
            {t("list.resume")}
          </Button>
        </span>
      ) : null}
      {observedAt ? (
        <time dateTime={observedAt} title={observedAt} className="whitespace-nowrap">
          {t("list.updated", { time: clockTime(observedAt, timeZone) })}
        </time>
      ) : null}
      {refreshEveryS ? (
        <span className="whitespace-nowrap" title={t("list.readEveryHint")}>
          {refreshEveryS < 60
            ? t("list.readEverySeconds", { count: Math.round(refreshEveryS) })
            : t("list.readEveryMinutes", { count: Math.round(refreshEveryS / 60) })}
        </span>
      ) : null}
      <IconButton label={t("list.refresh")} onClick={onRefresh}>
        <RefreshCw className={classNames("size-3.5!", fetching && "animate-spin")} />
      </IconButton>
    </span>
  );
}
