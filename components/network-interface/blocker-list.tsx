"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import type { BlockerView } from "#lib/contract/problem.ts";

/** Every reason against a detach: the sentence, what to do, who can, and what ECS itself would answer. */
export function BlockerList({ blockers }: { blockers: readonly BlockerView[] }) {
  const t = useTexts();
  return (
    <ul className="space-y-3">
      {blockers.map((blocker) => (
        <li
          key={`${blocker.reason} ${blocker.message}`}
          className="rounded-lg border border-line p-3 text-sm"
        >
          <p className="font-medium text-ink">
            <bdi>{blocker.message}</bdi>
          </p>
          <dl className="mt-2 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1 text-ink-muted text-xs">
            <dt className="text-ink-faint">{t("detach.fix")}</dt>
            <dd>{blocker.fix}</dd>
            <dt className="text-ink-faint">{t("detach.whoActs")}</dt>
            <dd>{blocker.whoActs}</dd>
            <dt className="text-ink-faint">{t("detach.ecsCode")}</dt>
            <dd className={blocker.ecsCode ? "break-all font-mono" : undefined}>
              {blocker.ecsCode ?? t("detach.ecsNone")}
            </dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
