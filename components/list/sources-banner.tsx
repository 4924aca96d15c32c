"use client";

import { sourceName, summariseSources } from "#components/list/sources.ts";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { useNowMs } from "#components/preferences/use-now.ts";
import { Alert } from "#components/ui/alert.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { SourceView } from "#lib/contract/inventory.ts";

/** A region that failed or is old is one line above the list; the rest of the list stands. So is what is still being read. */
export function SourcesBanner({ sources }: { sources: readonly SourceView[] }) {
  const t = useTexts();
  const { doubtful, partial } = summariseSources(sources, useNowMs());
  return (
    <>
      {partial.length > 0 ? (
        <p role="status" className="mb-3 text-ink-muted text-sm">
          {t("list.sourcesPartial", {
            regions: partial.map((source) => sourceName(source, sources)).join(", "),
          })}
        </p>
      ) : null}
      {doubtful.length > 0 ? <DoubtfulSources doubtful={doubtful} sources={sources} /> : null}
    </>
  );
}

function DoubtfulSources({
  doubtful,
  sources,
}: {
  doubtful: readonly SourceView[];
  sources: readonly SourceView[];
}) {
  const t = useTexts();
  return (
    <div className="mb-3">
      <Alert tone="warning" title={t("list.sourcesFailed", { failed: doubtful.length, all: sources.length })}>
        <ul className="space-y-0.5">
          {doubtful.map((source) => (
            <li key={`${source.accountId}/${source.regionId}`}>
              <span className="font-medium font-mono text-xs">{sourceName(source, sources)}</span>
              {source.problem ? (
                <>
                  {": "}
                  <bdi>{source.problem.message}</bdi>
                  <ProblemFacts problem={source.problem} />
                </>
              ) : null}
              <span className="text-ink-muted">
                {" · "}
                {source.observedAt ? (
                  <>
                    {t("list.sourceLastSeen")} <RelativeTime iso={source.observedAt} />
                  </>
                ) : (
                  t("list.sourceNeverSeen")
                )}
              </span>
            </li>
          ))}
        </ul>
      </Alert>
    </div>
  );
}

function ProblemFacts({ problem }: { problem: NonNullable<SourceView["problem"]> }) {
  const facts = [problem.code, problem.requestId].filter((fact) => fact !== undefined);
  if (facts.length === 0) return null;
  return <span className="break-all font-mono text-xs"> ({facts.join(" · ")})</span>;
}
