import { Eye } from "#components/ui/drawings.tsx";
import type { UiTranslate } from "#lib/i18n/ui-texts.ts";

export function ObserveOnlyBanner({ t }: { t: UiTranslate }) {
  return (
    <div
      role="note"
      className="flex items-center gap-2 border-accent-line border-t bg-accent-soft px-4 py-1.5 text-accent-text text-sm md:px-6"
    >
      <Eye className="size-4 shrink-0" />
      <p>
        <strong className="font-semibold">{t("shell.observeOnly")}.</strong>{" "}
        <span className="text-ink">{t("shell.observeOnly.body")}</span>
      </p>
    </div>
  );
}
