"use client";

import { useId } from "react";
import { AuditEventDetails, AuditTarget } from "#components/audit/audit-event-details.tsx";
import { actionText, RESULT_LOOKS } from "#components/audit/audit-words.ts";
import { NameText } from "#components/list/name-text.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { ExactTime } from "#components/ui/exact-time.tsx";
import { ChevronRight } from "#components/ui/more-icons.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";
import { Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import { Td, Th } from "#components/ui/table-cell.tsx";
import type { AuditEventView } from "#lib/contract/audit.ts";

interface AuditTableProps {
  events: readonly AuditEventView[];
  /** Number of the event that is open; null for none. */
  openSeq: number | null;
  onOpen: (seq: number | null) => void;
  busy: boolean;
}

const COLUMNS = 7;

const CARDS_WHEN_NARROW =
  "max-sm:overflow-visible max-sm:[&_:is(table,tbody)]:block max-sm:[&_thead]:sr-only max-sm:[&_tr]:block max-sm:[&_tr]:px-4 max-sm:[&_tr]:py-3 max-sm:[&_tr]:border-line max-sm:[&_tr]:border-b max-sm:[&_td]:flex max-sm:[&_td]:items-center max-sm:[&_td]:justify-between max-sm:[&_td]:gap-4 max-sm:[&_td]:border-0 max-sm:[&_td]:px-0 max-sm:[&_td]:py-0.5 max-sm:[&_td[data-label]]:before:shrink-0 max-sm:[&_td[data-label]]:before:text-ink-faint max-sm:[&_td[data-label]]:before:text-xs max-sm:[&_td[data-label]]:before:content-[attr(data-label)]";

/** The events that match, newest first; a row opens to everything that was recorded. */
export function AuditTable({ events, openSeq, onOpen, busy }: AuditTableProps) {
  const t = useTexts();
  return (
    <Table label={t("audit.table")} density="compact" busy={busy} className={CARDS_WHEN_NARROW}>
      <TableHead>
        <Th>{t("audit.at")}</Th>
        <Th>{t("audit.who")}</Th>
        <Th>{t("audit.what")}</Th>
        <Th>{t("audit.result")}</Th>
        <Th>{t("audit.target")}</Th>
        <Th>{t("audit.requestId")}</Th>
        <Th>{t("audit.why")}</Th>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <EventRows
            key={event.seq}
            event={event}
            open={event.seq === openSeq}
            onToggle={() => onOpen(event.seq === openSeq ? null : event.seq)}
          />
        ))}
      </TableBody>
    </Table>
  );
}

interface EventRowsProps {
  event: AuditEventView;
  open: boolean;
  onToggle: () => void;
}

function EventRows({ event, open, onToggle }: EventRowsProps) {
  const t = useTexts();
  const detailsId = useId();
  const { seq, at, actor, action, result, target, requestId, reason } = event;
  const text = actionText(action);
  const look = RESULT_LOOKS[result];
  const none = <span className="text-ink-faint">{t("list.none")}</span>;
  return (
    <>
      <TableRow aria-selected={open || undefined}>
        <Td className="max-sm:justify-start!">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={detailsId}
            onClick={onToggle}
            className="-ml-1.5 inline-flex items-center gap-1 rounded-sm px-1 py-0.5 hover:text-accent-text"
          >
            <ChevronRight
              aria-hidden
              className={classNames(
                "size-3.5 shrink-0 text-ink-faint transition-transform",
                open && "rotate-90",
              )}
            />
            <ExactTime iso={at} />
            <span className="ml-1 text-2xs text-ink-faint">#{seq}</span>
            <span className="sr-only">{t("audit.details")}</span>
          </button>
        </Td>
        <Td data-label={t("audit.who")}>
          <NameText text={actor.name} className="max-w-36" />
        </Td>
        <Td data-label={t("audit.what")} className="whitespace-nowrap">
          <span title={action}>{text ? t(text) : action}</span>
        </Td>
        <Td data-label={t("audit.result")}>
          <span className="inline-flex flex-col items-start gap-0.5 max-sm:items-end">
            <Badge tone={look.tone}>{t(look.text)}</Badge>
            {event.code ? (
              <span title={event.code} className="block max-w-48 truncate font-mono text-2xs text-ink-muted">
                {event.code}
              </span>
            ) : null}
          </span>
        </Td>
        <Td data-label={t("audit.target")} className={target ? undefined : "max-sm:hidden!"}>
          <AuditTarget target={target} />
        </Td>
        <Td data-label={t("audit.requestId")} className={requestId ? undefined : "max-sm:hidden!"}>
          {requestId ? (
            <span className="inline-block max-w-40">
              <ResourceId id={requestId} copyLabel={t("ui.copy.of", { what: t("audit.requestId") })} />
            </span>
          ) : (
            none
          )}
        </Td>
        <Td data-label={t("audit.why")} className={reason ? undefined : "max-sm:hidden!"}>
          {reason ? <NameText text={reason} className="max-w-48 text-ink-muted" /> : none}
        </Td>
      </TableRow>
      {open ? (
        <TableRow id={detailsId}>
          <Td colSpan={COLUMNS} className="static! bg-sunken! max-sm:block!">
            <div className="sticky left-3 max-w-[calc(100vw-3rem)] lg:max-w-[calc(100vw-18.5rem)]">
              <AuditEventDetails event={event} />
            </div>
          </Td>
        </TableRow>
      ) : null}
    </>
  );
}
