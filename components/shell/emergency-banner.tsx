import { Alarm } from "#components/ui/drawings.tsx";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

/** Seen on every page by whoever came in past the identity provider. */
export function EmergencyBanner({ t }: { t: UiTranslate }) {
  return (
    <div
      role="note"
      className="flex items-center gap-2 border-warning-line border-t bg-warning-soft px-4 py-1.5 text-sm text-warning-text md:px-6"
    >
      <Alarm className="size-4 shrink-0" />
      <p>
        <strong className="font-semibold">{t("shell.emergency")}.</strong>{" "}
        <span className="text-ink">{t("shell.emergency.body")}</span>
      </p>
    </div>
  );
}
