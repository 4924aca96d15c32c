"use client";

import { Fragment } from "react";
import { sourceName, summariseSources } from "#components/list/sources.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { useNowMs } from "#components/preferences/use-now.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SearchX } from "#components/ui/icons.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { SourceView } from "#lib/contract/inventory.ts";

interface NoRowsProps {
  /** What to say when the scope holds nothing at all. */
  emptyTitle: string;
  emptyBody: string;
  noMatchTitle: string;
  /** True when filters are set: then "nothing matches" is not "nothing exists". */
  filtered: boolean;
  onClear: () => void;
  sources?: readonly SourceView[];
}

const NO_SOURCES: readonly SourceView[] = [];

/** An empty list: nothing exists, or nothing matches, and in which regions was looked. */
export function NoRows({
  emptyTitle,
  emptyBody,
  noMatchTitle,
  filtered,
  onClear,
  sources = NO_SOURCES,
}: NoRowsProps) {
  const t = useTexts();
  const { fine, doubtful, partial } = summariseSources(sources, useNowMs());
  const old = doubtful.filter(({ observedAt }) => observedAt !== null);
  const unread = [...doubtful.filter(({ observedAt }) => observedAt === null), ...partial];
  const names = (some: readonly SourceView[]) => some.map((source) => sourceName(source, sources)).join(", ");
  const clear = (
    <Button size="sm" onClick={onClear}>
      {t("list.clearFilters")}
    </Button>
  );
  return (
    <EmptyState
      icon={<SearchX />}
      title={filtered ? noMatchTitle : emptyTitle}
      body={
        <>
          {filtered ? null : <p>{emptyBody}</p>}
          {filtered && sources.length > 0 ? (
            <p>{t("list.scopeNoMatch", { count: fine.length, ok: fine.length, all: sources.length })}</p>
          ) : null}
          {fine.length > 0 ? (
            <p className="mt-1 text-xs">{t("list.scopeAll", { regions: names(fine) })}</p>
          ) : null}
          {old.length > 0 ? (
            <p className="mt-1 text-warning-text text-xs">
              {t("list.scopeOld")}{" "}
              {old.map((source, at) => (
                <Fragment key={sourceName(source, sources)}>
                  {at > 0 ? ", " : null}
                  <span className="whitespace-nowrap">
                    {sourceName(source, sources)} (<RelativeTime iso={source.observedAt ?? ""} />)
                  </span>
                </Fragment>
              ))}
              {t("list.sentenceEnd")}
            </p>
          ) : null}
          {unread.length > 0 ? (
            <p className="mt-1 text-warning-text text-xs">
              {t("list.scopeMissing", { regions: names(unread) })}
            </p>
          ) : null}
        </>
      }
      action={filtered ? clear : undefined}
    />
  );
}
