"use client";

import { useTexts, useTimeZone } from "#components/preferences/preferences-provider.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { OutsideChange } from "#lib/contract/inventory.ts";
import { exactTime } from "#lib/format/exact-time.ts";

/** What somebody did to this ENI's attachment without ENI Desk, and between which times it must have happened. */
export function OutsideChanges({ changes }: { changes: readonly OutsideChange[] }) {
  const t = useTexts();
  const timeZone = useTimeZone();
  if (changes.length === 0) return null;
  return (
    <section className="border-line border-t px-4 py-3">
      <h3 className="mb-2 font-medium text-ink text-sm">{t("eni.outsideTitle")}</h3>
      <ul aria-label={t("eni.outsideTitle")} className="space-y-2">
        {changes.map((change) => (
          <li key={change.seq} className="text-sm">
            <span className="text-ink">
              {t(wordsFor(change), { before: change.before ?? "", after: change.after ?? "" })}
            </span>{" "}
            <span className="text-ink-muted">
              <RelativeTime iso={change.seenAt} />
              {" · "}
              {t("eni.outsideBetween", {
                from: exactTime(change.lastSeenAt, timeZone),
                to: exactTime(change.seenAt, timeZone),
              })}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-ink-faint text-xs">{t("eni.outsideHint")}</p>
    </section>
  );
}

function wordsFor({ before, after, gone }: OutsideChange) {
  if (before !== null && after !== null) return "eni.outsideMoved";
  if (after !== null) return "eni.outsideAttached";
  return gone ? "eni.outsideGone" : "eni.outsideDetached";
}
