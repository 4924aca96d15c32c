"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";

interface RawAnswerProps {
  /** ECS's own answer about this ENI, as received. */
  raw: unknown;
  rawRequestId: string | null;
}

export function RawAnswer({ raw, rawRequestId }: RawAnswerProps) {
  const t = useTexts();
  const text = raw === undefined || raw === null ? "" : JSON.stringify(raw, null, 2);
  return (
    <Card
      title={t("eni.rawTitle")}
      meta={
        rawRequestId ? (
          <span className="inline-flex flex-wrap items-center gap-1.5">
            {t("eni.requestIdOfRead")}
            <ResourceId id={rawRequestId} copyLabel={t("ui.copy.of", { what: t("eni.requestId") })} />
          </span>
        ) : undefined
      }
      actions={
        text ? <CopyButton value={text} label={t("ui.copy.of", { what: t("eni.rawTitle") })} /> : undefined
      }
    >
      {text ? (
        <details>
          <summary className="cursor-pointer text-ink-muted text-sm">
            {t("eni.rawShow")} <span className="text-ink-faint text-xs">{t("eni.rawHint")}</span>
          </summary>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="mt-3 max-h-96 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs"
          >
            <bdi>{text}</bdi>
          </pre>
        </details>
      ) : (
        <p className="text-ink-muted text-sm">{t("eni.rawNone")}</p>
      )}
    </Card>
  );
}
