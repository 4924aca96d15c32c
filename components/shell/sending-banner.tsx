"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { ExactTime } from "#components/ui/exact-time.tsx";
import { OctagonPause } from "#components/ui/icons.tsx";
import { useSending } from "#lib/client/use-sending.ts";
import type { SendingView } from "#lib/contract/settings.ts";

/** On every page for as long as nothing is sent: that it is so, why, and who can end it. */
export function SendingBanner({ initial }: { initial: SendingView }) {
  const t = useTexts();
  const sending = useSending(initial);
  return (
    <div role="status" aria-label={t("settings.sending")}>
      {sending.enabled ? null : (
        <div className="flex items-start gap-2 border-warning-line border-t bg-warning-soft px-4 py-1.5 text-sm text-warning-text md:px-6">
          <OctagonPause aria-hidden className="mt-0.5 size-4 shrink-0" />
          <p className="line-clamp-4 min-w-0 break-words" title={sending.reason}>
            <strong className="font-semibold">{t("settings.sending.banner")}</strong>{" "}
            {sending.reason === "" ? (
              <span className="text-ink">{t("settings.sending.unreadable")}</span>
            ) : (
              <span className="text-ink">
                <bdi>{sending.reason}</bdi> (<bdi>{sending.by}</bdi>
                {sending.at === null ? null : (
                  <>
                    , <ExactTime iso={sending.at} />
                  </>
                )}
                )
              </span>
            )}
          </p>
        </div>
      )}
    </div>
  );
}
