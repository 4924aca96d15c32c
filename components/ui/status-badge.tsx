"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { classNames } from "#components/ui/class-names.ts";
import type { StatusLook } from "#components/ui/status-look.ts";
import { TONE_TEXT } from "#components/ui/tone.ts";

interface StatusBadgeProps {
  look: StatusLook;
  status: string;
  /** Where the usual word of the state does not fit. */
  word?: string | undefined;
}

/** A state as icon and word, never colour alone; the API's own word is in the title. */
export function StatusBadge({ look, status, word }: StatusBadgeProps) {
  const t = useTexts();
  const { icon: Icon, tone, moving, text } = look;
  const usual = text ? t(text) : status || t("status.unknown");
  return (
    <span
      className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle text-ink text-sm"
      title={t("ui.api", { status: status || "–" })}
    >
      <Icon
        aria-hidden
        className={classNames(
          "size-3.5 shrink-0",
          TONE_TEXT[tone],
          moving && "animate-spin [animation-duration:1.6s]",
        )}
      />
      {word ?? usual}
    </span>
  );
}
