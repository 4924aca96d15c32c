"use client";

import type { ListColumn } from "#components/list/list-column.ts";
import { NameText } from "#components/list/name-text.tsx";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { RequestStateBadge } from "#components/request/request-state.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ResourceId } from "#components/ui/resource-id.tsx";
import { instanceHref, networkInterfaceHref, requestHref } from "#lib/client/resource-links.ts";
import type { RequestSummary } from "#lib/contract/requests.ts";
import { shortId } from "#lib/format/short-id.ts";

type Column = ListColumn<RequestSummary>;

const id: Column = {
  id: "id",
  title: "request.id",
  fixed: true,
  card: "heading",
  cell: (row) => (
    <PageLink
      href={requestHref(row.id)}
      title={row.id}
      className="whitespace-nowrap rounded-sm font-medium font-mono text-accent-text text-xs hover:underline"
    >
      {shortId(row.id)}
    </PageLink>
  ),
};
const action: Column = {
  id: "action",
  title: "request.action",
  cell: (row) => <RequestAction action={row.action} />,
};
const state: Column = {
  id: "state",
  title: "request.state",
  fixed: true,
  cell: (row) => <RequestState request={row} />,
};
const networkInterface: Column = {
  id: "networkInterfaceId",
  title: "request.eni",
  cell: (row) => (
    <span className="block min-w-0 max-sm:text-right">
      <PageLink
        href={networkInterfaceHref(row)}
        className="whitespace-nowrap rounded-sm font-mono text-ink text-xs hover:text-accent-text hover:underline"
      >
        {row.networkInterfaceId}
      </PageLink>
      {row.primaryPrivateIp ? (
        <span className="block font-mono text-2xs text-ink-faint">{row.primaryPrivateIp}</span>
      ) : null}
    </span>
  ),
};
const instance: Column = {
  id: "instanceId",
  title: "request.instance",
  cell: (row) => <RequestInstance request={row} />,
};
const reason: Column = {
  id: "reason",
  title: "request.reason",
  cell: (row) => (
    <span className="block max-w-64 max-sm:max-w-48">
      <NameText text={row.reason} />
      {row.ticket ? <NameText text={row.ticket} className="text-2xs text-ink-faint" /> : null}
    </span>
  ),
};
const askedBy: Column = {
  id: "askedBy",
  title: "request.askedBy",
  cell: (row) => <NameText text={row.askedBy} className="max-w-36" />,
};
const askedAt: Column = {
  id: "askedAt",
  title: "request.askedAt",
  cell: (row) => <RelativeTime iso={row.askedAt} />,
};
const requestId: Column = {
  id: "requestId",
  title: "request.requestId",
  cell: (row) => <ShortRequestId requestId={row.requestId} />,
};

export const requestColumns: readonly Column[] = [
  id,
  action,
  state,
  networkInterface,
  instance,
  askedBy,
  askedAt,
  requestId,
  reason,
];

/** On the page of one ENI: which ENI needs no saying. */
export const historyColumns: readonly Column[] = [
  id,
  action,
  state,
  instance,
  askedBy,
  askedAt,
  requestId,
  reason,
];
/** On the page of one instance. */
export const instanceRequestColumns: readonly Column[] = [
  id,
  action,
  state,
  networkInterface,
  askedBy,
  askedAt,
  reason,
];

function RequestAction({ action: value }: { action: RequestSummary["action"] }) {
  const t = useTexts();
  return (
    <Badge tone={value === "attach" ? "info" : "neutral"}>
      {t(value === "detach" ? "request.wordDetach" : "request.wordAttach")}
    </Badge>
  );
}

function RequestState({ request }: { request: RequestSummary }) {
  return (
    <span className="block max-sm:text-right">
      <RequestStateBadge action={request.action} state={request.state} />
      {request.code ? (
        <span title={request.code} className="block max-w-52 truncate font-mono text-2xs text-danger-text">
          {request.code}
        </span>
      ) : null}
    </span>
  );
}

function RequestInstance({ request }: { request: RequestSummary }) {
  return (
    <span className="block min-w-0 max-w-52 max-sm:text-right">
      <PageLink
        href={instanceHref(request)}
        className="block min-w-0 rounded-sm hover:text-accent-text hover:underline"
      >
        <NameText text={request.instanceName || request.instanceId} />
      </PageLink>
      <span className="flex min-w-0 gap-1 whitespace-nowrap text-2xs text-ink-faint max-sm:justify-end">
        {request.regionId}
        <span aria-hidden>·</span>
        <NameText text={request.accountName} className="max-w-24" />
      </span>
    </span>
  );
}

function ShortRequestId({ requestId: value }: { requestId: string | null }) {
  const t = useTexts();
  if (!value) return <span className="text-ink-faint">{t("list.none")}</span>;
  return (
    <span className="inline-block max-w-40">
      <ResourceId id={value} copyLabel={t("ui.copy.of", { what: t("request.requestId") })} />
    </span>
  );
}
