"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Printer, ShieldCheck } from "lucide-react";
import { useMemo } from "react";
import { AuditDays } from "#components/audit/audit-days.tsx";
import { AuditFilters } from "#components/audit/audit-filters.tsx";
import { AUDIT_FILTERS, type AuditQuery } from "#components/audit/audit-query.ts";
import { AuditTable } from "#components/audit/audit-table.tsx";
import { ChainHead } from "#components/audit/chain-head.tsx";
import { ChainVerdict } from "#components/audit/chain-verdict.tsx";
import { flatPages } from "#components/list/flat-pages.ts";
import { ListBody } from "#components/list/list-body.tsx";
import { NoRows } from "#components/list/no-rows.tsx";
import { isSameQuery, useUrlState } from "#components/list/use-url-state.ts";
import { useMe, useTexts, useTimeZone } from "#components/preferences/preferences-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Download } from "#components/ui/icons.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { auditQueries } from "#lib/client/audit-queries.ts";
import type { AuditEventView, AuditPage } from "#lib/contract/audit.ts";
import { exactTime } from "#lib/format/exact-time.ts";

interface AuditViewProps {
  initial: AuditPage;
  query: AuditQuery;
  /** Names to offer in the person filter. */
  people?: readonly string[];
}

const PANEL = ["event"] as const;
const NO_PEOPLE: readonly string[] = [];
const eventKey = ({ seq }: AuditEventView) => String(seq);

/** The log as an auditor reads it: what it covers, filters, events, export, and whether the chain holds. */
export function AuditView({ initial, query, people = NO_PEOPLE }: AuditViewProps) {
  const t = useTexts();
  const url = useUrlState(AUDIT_FILTERS);
  const panel = useUrlState(PANEL);
  const list = useInfiniteQuery(
    auditQueries.list(url.values, isSameQuery(url.values, { ...query }) ? initial : undefined),
  );
  const timeZone = useTimeZone();
  const outsideSince = initial.outsideSince;
  const verdict = useQuery(auditQueries.verdict());
  const pages = list.data?.pages;
  const events = useMemo(() => flatPages(pages ?? [], eventKey), [pages]);
  const newest = pages?.at(0) ?? initial;
  const head = verdict.data?.intact ? verdict.data.head : newest.head;
  const offered = useMemo(
    () => [...new Set([...people, ...events.map(({ actor }) => actor.name)])].sort(),
    [people, events],
  );
  return (
    <>
      <PageHeader
        title={t("audit.title")}
        actions={<AuditActions filters={url.values} verdict={verdict} />}
      />
      <p className="-mt-2 mb-4 max-w-3xl text-ink-muted text-sm">
        {t("audit.covers")}{" "}
        {outsideSince
          ? t("audit.outsideSince", { time: exactTime(outsideSince, timeZone) })
          : t("audit.outsideNotYet")}{" "}
        <PageLink
          href="/settings/access-review"
          className="font-medium text-accent-text underline underline-offset-2"
        >
          {t("review.title")}
        </PageLink>
      </p>
      <ChainHead head={head} published={newest.publishedHead} held={newest.held} />
      {verdict.data || verdict.error ? (
        <div className="mb-4">
          <ChainVerdict verdict={verdict.data} failure={verdict.error} />
        </div>
      ) : null}
      <AuditFilters url={url} people={offered} />
      <AuditDays days={pages?.at(0)?.days ?? []} onChoose={(from, to) => url.set({ from, to })} />
      <Card flush>
        <ListBody
          reading={list}
          rowCount={pages ? events.length : null}
          noRows={
            <NoRows
              emptyTitle={t("audit.empty")}
              emptyBody={t("audit.covers")}
              noMatchTitle={t("audit.noMatch")}
              filtered={url.setCount > 0}
              onClear={() => url.clear()}
            />
          }
        >
          <AuditTable
            events={events}
            openSeq={Number(panel.values.event) || null}
            onOpen={(seq) => panel.set({ event: seq === null ? "" : String(seq) })}
            busy={list.isPlaceholderData}
          />
        </ListBody>
      </Card>
    </>
  );
}

interface AuditActionsProps {
  filters: AuditQuery;
  verdict: { isFetching: boolean; refetch: () => Promise<unknown> };
}

function AuditActions({ filters, verdict }: AuditActionsProps) {
  const t = useTexts();
  const me = useMe();
  const mayExport = me.permissions.includes("audit.export");
  return (
    <>
      {mayExport ? (
        <>
          <ExportButton format="csv" filters={filters} text={t("audit.exportCsv")} />
          <ExportButton format="jsonl" filters={filters} text={t("audit.exportJsonl")} />
        </>
      ) : null}
      <Button icon={<Printer aria-hidden className="size-4" />} onClick={() => window.print()}>
        {t("audit.print")}
      </Button>
      <Button
        variant="primary"
        pending={verdict.isFetching}
        icon={<ShieldCheck aria-hidden className="size-4" />}
        onClick={() => {
          void verdict.refetch();
        }}
      >
        {t("audit.verify")}
      </Button>
    </>
  );
}

interface ExportButtonProps {
  format: "csv" | "jsonl";
  filters: AuditQuery;
  text: string;
}

/** A plain form: the browser saves what the server streams, whatever its size. */
function ExportButton({ format, filters, text }: ExportButtonProps) {
  const t = useTexts();
  return (
    <form action="/api/audit/export" method="get">
      <input type="hidden" name="format" value={format} />
      {AUDIT_FILTERS.filter((name) => filters[name]).map((name) => (
        <input key={name} type="hidden" name={name} value={filters[name]} />
      ))}
      <Button type="submit" title={t("audit.exportHint")} icon={<Download aria-hidden className="size-4" />}>
        {text}
      </Button>
    </form>
  );
}
